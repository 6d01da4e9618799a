"""A real Bluesky network on loopback, for the tests and the demonstration."""
