"""Rankings, their editions, and what they are reckoned from."""
