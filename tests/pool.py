"""PostgreSQL's pool of connections, as this process holds it."""

from django.db import connection


def taken() -> int:
    """How many connections somebody in this process holds, or is just being given; 0 where there is no pool."""
    pool = getattr(connection, "_connection_pools", {}).get(connection.alias)
    if pool is None:
        return 0
    stand = pool.get_stats()
    return int(stand["pool_size"] - stand["pool_available"])
