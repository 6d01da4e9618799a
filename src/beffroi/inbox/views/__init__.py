"""The pages of the inbox, one file per page."""
