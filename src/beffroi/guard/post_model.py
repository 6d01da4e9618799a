"""The fitted model of posts that comes with Beffroi."""

from functools import cache
from importlib.resources import files

from beffroi.engines.takeover.posts import Model


@cache
def shipped() -> Model:
    """What peers write and how odd genuine posts look; see `posts.model.LICENCE.md` for whose words were counted."""
    return Model.read(files("beffroi.guard").joinpath("posts.model").read_bytes())
