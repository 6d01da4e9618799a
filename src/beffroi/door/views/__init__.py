"""The pages at which people come in, and those at which they see to how they do."""
