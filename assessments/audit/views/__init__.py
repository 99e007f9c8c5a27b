"""The university's rooms, and the provider's pages about visits."""
