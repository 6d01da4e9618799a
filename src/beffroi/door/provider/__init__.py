"""An identity provider, spoken to in OpenID Connect as ProConnect speaks it. One per installation, by settings."""

from beffroi.door.provider.people import Asked, bodies_of, settle
from beffroi.door.provider.talk import Person, ProviderTrouble, begin, name, redeem, way_out

__all__ = ["Asked", "Person", "ProviderTrouble", "begin", "bodies_of", "name", "redeem", "settle", "way_out"]
