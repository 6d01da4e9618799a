"""The demonstration town: a fictional town on the fictional network, and five scenes that happened to others."""
