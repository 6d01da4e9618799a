"""What is being said now, and whom to tell."""
