"""The first view as one small message."""

import gzip

import numpy as np
import orjson
import pytest
import shapely

from atlas.i18n import LANGUAGES, section_words
from atlas.render.chunks import chunk
from atlas.render.opening_encoding import WIDE, pack_opening
from atlas.scene.explore.opening import describe_opening

# What the first view loads, compressed, in kilobytes.
MOST_MESSAGE_KB, MOST_SCRIPT_KB = 32, 22


@pytest.fixture(scope="module")
def packed(atlas):
    return pack_opening(describe_opening(atlas, "fr"))


def unpack(content):
    """Return the head and the arrays of a message, as the browser reads them."""
    size = int(np.frombuffer(content, np.uint32, 1)[0])
    head, at, arrays = orjson.loads(content[4 : 4 + size]), 4 + size, {}
    for name, kind, length in head["arrays"]:
        arrays[name] = np.frombuffer(content, f"<{kind}", length, at)
        at += -(-arrays[name].nbytes // 8) * 8
    assert at == len(content)
    return head, arrays


def lines(arrays, name):
    """Return the lines of a list as arrays of places."""
    places = np.cumsum(arrays[name].reshape(-1, 2).astype(int), axis=0)
    return np.split(places, np.cumsum(arrays[f"{name}_sizes"])[:-1])


def test_the_message_and_the_script_are_small(packed):
    assert len(gzip.compress(packed, mtime=0)) <= 1000 * MOST_MESSAGE_KB
    assert len(gzip.compress(chunk("opening/opening.js").encode(), mtime=0)) <= 1000 * MOST_SCRIPT_KB


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_are_those_of_the_language(atlas, lang):
    head, _ = unpack(pack_opening(describe_opening(atlas, lang)))
    assert head["lang"] == lang
    assert head["words"] == section_words("opening", lang)


def test_every_row_has_its_place_on_the_grid(packed, atlas):
    head, arrays = unpack(packed)
    assert arrays["shafts"].size == 2 * 636
    assert arrays["sunk"].size == arrays["closed"].size == 636
    assert arrays["heaps"].size == 2 * 327 == 2 * len(head["heaps"])
    assert arrays["towns"].size == 2 * len(head["towns"])
    west, east, north = arrays["place"] / 1e6
    bounds = shapely.total_bounds(atlas.frames["communes"].geometry.to_numpy())
    assert [west, east, north] == pytest.approx([bounds[0], bounds[2], bounds[3]], abs=1e-6)
    # Longitude is even on the grid.
    x = arrays["shafts"].reshape(-1, 2)[:, 0] / WIDE * (east - west) + west
    assert x == pytest.approx(shapely.get_x(atlas.frames["mine_shafts"].geometry.to_numpy()), abs=1e-4)


def test_the_outline_is_one_ring_that_holds_the_heaps(packed):
    _, arrays = unpack(packed)
    [ring] = lines(arrays, "outline")
    basin = shapely.polygons(ring)
    assert basin.is_valid
    assert (ring[:, 0].min(), ring[:, 0].max()) == pytest.approx((0, WIDE), abs=60)
    heaps = shapely.points(arrays["heaps"].reshape(-1, 2))
    assert shapely.contains(shapely.buffer(basin, 250), heaps).mean() > 0.98


def test_the_answers_lie_in_the_territory_of_the_question(packed):
    head, arrays = unpack(packed)
    [ring] = lines(arrays, "question")
    places = arrays["heaps"].reshape(-1, 2)[head["answers"]]
    assert shapely.dwithin(shapely.polygons(ring), shapely.points(places), 120).all()
