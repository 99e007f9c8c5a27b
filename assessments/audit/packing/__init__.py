"""What goes into a pack, and writing it: a stream from the first byte to the last, which no disk holds in the clear."""
