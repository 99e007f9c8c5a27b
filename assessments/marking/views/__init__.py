"""Pages of allocation, the queue and the desk."""
