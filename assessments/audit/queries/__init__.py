"""What is read in the university's rooms."""
