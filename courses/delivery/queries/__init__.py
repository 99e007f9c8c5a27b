"""What pages and reports read, by noun."""
