"""What is written on the pages of listening."""
