"""The door: how people come in, what they show for it, and where they are still signed in."""
