"""The due row is the queue: background work without a broker."""
