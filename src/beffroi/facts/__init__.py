"""What is announced only once it is true: facts, what says so, and who."""
