"""What is kept, how long and why; what must not go; and what one person may ask for."""
