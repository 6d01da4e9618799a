"""The pages of the directory: our accounts at the desk, the register for everybody."""
