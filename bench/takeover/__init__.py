"""Fits the model of posts that the guard ships, and the posts it is measured on."""
