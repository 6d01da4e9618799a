"""With whom an account really talks, and the card that thanks them."""
