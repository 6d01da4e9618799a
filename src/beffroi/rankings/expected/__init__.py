"""The followers that a body of its size leads one to expect, and their drawing."""
