"""`beffroi match`: a pipe of posts put before saved searches; needs no database."""
