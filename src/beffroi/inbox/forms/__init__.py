"""What is written on the pages of the inbox."""
