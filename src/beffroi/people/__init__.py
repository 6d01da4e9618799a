"""How people come into an organisation, and how they leave it without taking anything with them."""
