"""`beffroi backup`, `backup verify` and `restore`: one file of everything, tried before it is needed, and put back."""
