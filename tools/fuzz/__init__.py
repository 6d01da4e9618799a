"""Random bytes against every parser of what others wrote: `python -m tools.fuzz all --minutes 60` (`make fuzz`).

A target is a function that takes bytes and raises nothing but what it declares. What it raises besides is a fault and
is kept, one input for each place, under build/fuzz/TARGET/faults. `python -m tools.fuzz keep TARGET` puts the smallest
inputs that reach everything into tests/fuzz/corpus, which an ordinary test replays without atheris.
"""
