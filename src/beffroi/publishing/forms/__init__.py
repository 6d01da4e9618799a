"""The forms of publishing, one file per page."""
