"""What is put into an export of the ledger as it is, for whoever verifies it elsewhere: bare Python, no Beffroi."""
