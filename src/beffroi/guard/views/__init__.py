"""The guard's pages."""
