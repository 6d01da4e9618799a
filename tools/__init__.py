"""What developers run, mostly through make."""
