"""The archive of one account and one year: written so that anybody verifies it, and brought in elsewhere."""
