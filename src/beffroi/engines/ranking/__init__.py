"""How accounts compare over a window. Standard library only: an edition carries these files, and plain Python
runs them.

`FORMULA` changes whenever the same facts could give another result.
"""

FORMULA = "1"
