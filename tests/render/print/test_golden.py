"""A few sheets as pictures: what no measure of a single thing would notice."""

import io
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

GOLDEN = Path(__file__).parents[2] / "golden"
# Of 255: the mean difference of all channels, and the share of pixels that differ by more than a shade.
MEAN, SHADE, SHARE = 0.8, 40, 0.004
SHEETS = {
    "sheet_light": (
        "?layers=slag_heaps&layers=mining_estates&layers=blue_corridors&layers=neonatural_spaces&at=50.43,2.83,11.5",
        "landscape",
    ),
    "sheet_dark": ("?theme=dark&lang=en&territory=246200364&layers=slag_heaps&layers=green_corridors", "portrait"),
    "sheet_world": ("?lang=pt&layers=unesco_sites&layers=coal_regions", "landscape"),
}


@pytest.mark.journey
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_looks_as_it_was_agreed(desk, request, name):
    link, orientation = SHEETS[name]
    content = desk.sheet(link, "png", orientation=orientation, dpi=50)
    path = GOLDEN / f"{name}.png"
    if request.config.getoption("--update-golden"):
        path.write_bytes(content)
    drawn, agreed = (imread(io.BytesIO(file))[..., :3] * 255 for file in (content, path.read_bytes()))
    assert drawn.shape == agreed.shape
    difference = np.abs(drawn - agreed)
    assert difference.mean() <= MEAN
    assert (difference.max(axis=2) > SHADE).mean() <= SHARE
