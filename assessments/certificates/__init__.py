"""Awards, and the certificates drawn once for them."""
