"""Fingerprints of pictures: the same picture, however a network stores it, has nearly the same ones.

Two of 64 bits each. pHash: which of the lowest frequencies are above their median (Zauner, "Implementation and
benchmarking of perceptual image hash functions", 2010). dHash: where a row grows brighter (Krawetz, 2013). The first
withstands what is laid over a picture, the second a crop.
"""

import numpy as np
import numpy.typing as npt

SAME = 10  # bits of either: different pictures differ in 32 at the median, in so few once in 300
EDGE = 32  # of the square that pHash looks at
LOW = 8  # frequencies each way
ROW, ROWS = 9, 8  # of the rectangle that dHash looks at

Grey = npt.NDArray[np.float64]


def fingerprint(square: Grey, rectangle: Grey) -> str:
    """Both, as 32 hexadecimal digits. `square`: the picture in grey at EDGE × EDGE, `rectangle` at ROWS × ROW. Raises
    ValueError for another size."""
    if square.shape != (EDGE, EDGE) or rectangle.shape != (ROWS, ROW):
        raise ValueError(f"{square.shape} and {rectangle.shape} are not {EDGE}, {EDGE} and {ROWS}, {ROW}")
    low = (_COSINES @ square @ _COSINES.T)[:LOW, :LOW]
    return _hexadecimal(low > np.median(low)) + _hexadecimal(np.diff(rectangle) > 0)


def same(one: str, other: str) -> bool:
    """Whether two fingerprints are of the same picture."""
    half = len(one) // 2
    if not one or len(one) != len(other):
        return False
    return any(_differ(one[part], other[part]) <= SAME for part in (slice(half), slice(half, None)))


def _differ(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _hexadecimal(bits: npt.NDArray[np.bool_]) -> str:
    return np.packbits(bits.ravel()).tobytes().hex()


_STEPS = np.arange(EDGE)
_COSINES: Grey = np.cos(np.pi * np.outer(_STEPS, 2 * _STEPS + 1) / (2 * EDGE))  # the discrete cosine transform, DCT-II
