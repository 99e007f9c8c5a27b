"""The people of the tests, by role; tests/rig.py holds what every test stands on."""

pytest_plugins = ["tests.rig", "tests.people", "tests.standing"]
