"""What a person meets in a browser: the whole embedded stack with its demonstration people, in Chromium."""
