"""The directory given out as open data: the same bytes for the same content, with where each field comes from."""
