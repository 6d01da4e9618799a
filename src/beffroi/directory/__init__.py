"""The accounts through which an organisation speaks, and the keys to them."""
