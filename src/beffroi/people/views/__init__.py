"""The pages of those who come and those who leave."""
