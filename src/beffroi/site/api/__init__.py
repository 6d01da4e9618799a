"""`/api/v1`: what a program may ask and do, with a token in the place of a session. What is not here is refused."""
