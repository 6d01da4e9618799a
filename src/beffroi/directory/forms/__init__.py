"""What is written on the pages of the directory."""
