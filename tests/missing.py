"""What a test or a measure needs, and this machine does not have."""


class Missing(Exception):
    """Says in one line what is missing."""
