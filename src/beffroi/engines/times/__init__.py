"""The clock on the wall, the week, and when one must keep silent."""
