"""Measures of the real product: run `python -m bench`."""
