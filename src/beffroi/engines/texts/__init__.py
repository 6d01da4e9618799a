"""What stands in a text: its words, its length, its links, what is private in it."""
