"""The pages of listening: what is said now, searches, what rings, feeds, and who asked not to be kept."""
