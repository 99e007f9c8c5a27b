"""Starting, backing up, restoring and checking an installation."""
