"""What is written on the pages of telling."""
