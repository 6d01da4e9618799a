"""What each `beffroi` command asks and does: a module, or a folder, for each."""
