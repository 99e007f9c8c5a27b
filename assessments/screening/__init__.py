"""Text or a file in, findings and a clean copy out. Knows no portfolio."""
