"""What can be taken for something else: handles, accounts, stories."""
