"""What a person is told: in the product in full, by e-mail without content."""
