"""Running it: starting, preparing, backing up, restoring and checking an installation. No tables."""
