"""Beffroi: the watchtower and the bell of public accounts."""

__version__ = "0.1.0"
