"""Measurements at full size (`make bench`), and their small twins for `make test`."""
