"""The one-file verifier that anybody may run without us, and what the public page uses of it."""
