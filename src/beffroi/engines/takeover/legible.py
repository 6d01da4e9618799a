"""Words of strangers inside a sentence of ours."""

from beffroi.engines.texts.direction import isolated, unsteered


def legible(value: str) -> str:
    """On one line, without invisible characters that turn the reading direction of the sentence around it.

    A value written from right to left is isolated from the sentence.
    """
    return isolated(" ".join(unsteered(value).split()))
