"""What is taught, to whom, and who has learnt it."""
