"""What Beffroi is made of, and whether it may be and is as it should be: `python -m tools.supply` (`make supply`)."""
