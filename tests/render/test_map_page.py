import base64
import gzip
import json
import re

import numpy as np
import pytest
import shapely

from atlas.i18n import LANGUAGES
from atlas.render.assets import atlas_style, leaflet_script, leaflet_style, web_address
from atlas.render.map_page import map_page
from atlas.render.mark_encoding import WORLD, pack_mark
from atlas.render.single_file import scene_file
from atlas.scene.explore.cards import make_cards
from atlas.scene.map.compose import compose, make_mark
from atlas.scene.query.view import View

# What a browser would fetch; a link that a reader may follow is none.
OUTSIDE = re.compile(
    r"""<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*["']?(https?:)?//|url\(\s*["']?(https?:)?//|@import|sourceMappingURL"""
)
TYPES = {"u1": np.uint8, "u4": np.uint32, "i4": np.int32, "f4": np.float32}


def unpack(buffer):
    size = int.from_bytes(buffer[:4], "little")
    head = json.loads(buffer[4 : 4 + size])
    arrays, at = {}, 4 + size
    for name, kind, length in head["arrays"]:
        arrays[name] = np.frombuffer(buffer, TYPES[kind], length, at)
        at += -(-arrays[name].nbytes // 8) * 8
    assert at == len(buffer)
    return head, arrays


@pytest.mark.parametrize("layer_id", ["slag_heaps", "communes", "green_corridors", "partner_cities", "mining_estates"])
def test_a_packed_layer_holds_every_shape_to_a_few_centimetres(atlas, layer_id):
    gdf = atlas.frames[layer_id]
    head, arrays = unpack(pack_mark(make_mark(atlas.catalog[layer_id], gdf, "fr")))
    assert head["ids"] == gdf.index.tolist()
    xy = arrays["xy"].reshape(-1, 2) / WORLD
    lon, lat = xy[:, 0] * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * xy[:, 1]))))
    for i, shape in enumerate(gdf.geometry):
        if shape is None:
            assert arrays["kind"][i] == 0
            continue
        first, last = arrays["vertices"][arrays["rings"][i]], arrays["vertices"][arrays["rings"][i + 1]]
        given = shapely.get_coordinates(shape)
        assert last - first == len(given)
        np.testing.assert_allclose(np.sort(lon[first:last]), np.sort(given[:, 0]), atol=1e-6)
        np.testing.assert_allclose(np.sort(lat[first:last]), np.sort(given[:, 1]), atol=1e-6)
        assert arrays["kind"][i] == shapely.get_dimensions(shape) + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_page_is_the_same_each_time_holds_no_feature_and_names_no_outside_address(lang):
    page = map_page(lang, home="/atlas")
    assert page == map_page(lang, home="/atlas")
    # Most of it are the words of the map.
    assert len(page) < 6_400
    assert OUTSIDE.findall(page) == []
    assert f'documentElement.lang = "{lang}"' in page


@pytest.mark.parametrize("entry", ["map/main.js", "present/presenter_page.js"])
def test_a_map_page_loads_leaflet_one_style_and_all_its_modules_at_once(entry):
    page = map_page("fr", home="/atlas", entry=entry)
    wanted = [web_address("/atlas", path) for path in ("map.css", "leaflet.js", f"chunks/{entry}")]
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == wanted


def test_leaflet_and_our_style_name_no_outside_address():
    for text in (leaflet_style(), atlas_style(), leaflet_script()):
        assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import|sourceMappingURL", text)


def test_a_file_holds_all_it_shows(atlas):
    scene = compose(View(territory=("246200364",), lang="en"), atlas)
    text = scene_file(scene, make_cards([scene], atlas))
    assert OUTSIDE.findall(text) == []
    data = json.loads(re.search(r'id="atlas-data">(.*?)</script>', text, re.DOTALL)[1])
    ground = {"basemap", "communes", "blue_corridors", "neonatural_spaces", "protected_areas"}
    assert set(data["packed"]) == {*ground, *atlas.catalog.shown}
    cards = json.loads(gzip.decompress(base64.b64decode(data["cards"])))
    assert len(cards["slag_heaps"]) == scene.kept["slag_heaps"].sum()
    head, _ = unpack(gzip.decompress(base64.b64decode(data["packed"]["slag_heaps"])))
    assert len(head["ids"]) == 333


def test_what_a_row_says_cannot_end_the_script_it_lies_in(atlas):
    scene = compose(View(layers=("communes",)), atlas)
    hostile = "</script><script>alert(1)</script><!--"
    text = scene_file(scene, {"communes": {"62498": {"title": hostile}}})
    assert hostile not in text
    assert "alert(1)" not in re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
