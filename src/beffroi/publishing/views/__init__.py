"""The pages of publishing, one file per page."""
