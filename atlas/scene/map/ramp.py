"""Ramps of colours from the paper to the colour of a layer: even steps that the eye tells apart."""

import numpy as np

# Part of the way from the paper to the colour at which the first class lies: visible on the paper and on the map.
FIRST_STEP = 0.28
# OKLab, in which equal steps look equal: Ottosson 2020, https://bottosson.github.io/posts/oklab/.
_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def make_ramp(paper: str, color: str, count: int) -> list[str]:
    """Return colours, ``#RRGGBB``, from near the paper to the colour of a layer, in even steps.

    Parameters
    ----------
    paper
        Colour of the paper.
    color
        Colour of the highest class.
    count
        Number of classes.
    """
    low, high = _oklab(paper), _oklab(color)
    steps = np.linspace(FIRST_STEP, 1, count) if count > 1 else np.ones(count)
    return [_hex(low + step * (high - low)) for step in steps]


def _oklab(color: str) -> np.ndarray:
    channels = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB
    return np.asarray(_LAB @ np.cbrt(_LMS @ linear))


def _hex(oklab: np.ndarray) -> str:
    linear = np.linalg.solve(_LMS, np.linalg.solve(_LAB, oklab) ** 3).clip(0, 1)
    channels = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)  # noqa: PLR2004 - sRGB
    return "#" + "".join(f"{round(255 * channel):02X}" for channel in channels)
