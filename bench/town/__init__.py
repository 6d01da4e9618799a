"""A town with years of work behind it, written in bulk: `python -m bench.town DATA --cases 20000`.

Prints, as JSON, how to sign in and the addresses of some pages. Only the bulk goes around the product's verbs; people,
accounts, alarms and whatever has rules of its own are made by them.
"""
