"""Every question reaches somebody, and is answered in time."""
