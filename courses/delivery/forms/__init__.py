"""What people type on the pages of this feature, by noun."""
