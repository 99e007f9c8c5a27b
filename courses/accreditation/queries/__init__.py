"""What pages read of agreements."""
