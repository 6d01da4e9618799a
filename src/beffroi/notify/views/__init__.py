"""The pages on which people say how they are told, who is on call, and which programs are called."""
