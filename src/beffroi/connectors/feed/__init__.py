"""Blogs and newspapers, read through their feeds: RSS, Atom and JSON Feed. Nobody needs an account for it."""
