"""The ledger of acts: append-only, hash-chained."""
