"""What is put into the archive of an edition as it is, for whoever reckons it again. Nobody here imports it."""
