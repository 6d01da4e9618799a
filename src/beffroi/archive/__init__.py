"""What was seen on the networks: posts and profiles, each once."""
