"""Several machines: parcels of posts go from the listener, which reads a stream, to hearers, which match them.

NATS carries them; what is on its way stands in the database as well. Only here anything knows NATS or asyncio.
"""
