"""What stands in a table or a file of others."""
