"""What a map in an app of Streamlit is sent: rows once, then messages of a few kB."""

import base64
import json
from dataclasses import replace

import folium
import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point

import atlas as package
from atlas.api.own_style import OwnStyle
from atlas.streamlit import st_atlas
from atlas.streamlit.content import content_of

AREAS = OwnStyle("area")
POINTS = gpd.GeoDataFrame(
    {"name": list("abcdef"), "area": [1.0, 2, 3, 4, 5, 6], "kind": list("xxyyzz")},
    geometry=[Point(2 + k / 10, 50) for k in range(6)],
    crs=4326,
)


def shown(content):
    return content.show["state"]["layers"][0]


def test_the_same_rows_are_the_same_message():
    first = content_of(POINTS, AREAS, "en", None, None)
    assert content_of(POINTS.copy(), AREAS, "en", None, first) is first


def test_rows_that_a_filter_keeps_are_not_sent_again():
    first = content_of(POINTS, AREAS, "en", None, None)
    some = content_of(POINTS[POINTS["area"] > 2.5], AREAS, "en", None, first)
    assert some.rows is first.rows
    bits = np.unpackbits(np.frombuffer(base64.b64decode(shown(some)["mask"]), np.uint8), bitorder="little")
    assert bits[:6].tolist() == [0, 0, 1, 1, 1, 1]
    assert [entry["count"] for entry in some.show["state"]["legend"][0]["entries"]] == [1, 1, 1, 1]
    assert len(json.dumps(some.show)) < 10_000
    again = content_of(POINTS, AREAS, "en", None, some)
    assert again.rows is first.rows
    assert shown(again)["count"] == 6


@pytest.mark.parametrize(
    "rows",
    [
        POINTS.assign(area=lambda gdf: gdf["area"] + 1),
        POINTS.set_geometry(POINTS.translate(0.1, 0)),
        POINTS.set_index("name"),
    ],
)
def test_other_rows_are_sent(rows):
    first = content_of(POINTS, AREAS, "en", None, None)
    assert content_of(rows, AREAS, "en", None, first).rows != first.rows


def test_another_colouring_is_another_message():
    first = content_of(POINTS, AREAS, "en", None, None)
    by_kind = content_of(POINTS, OwnStyle("kind"), "en", None, first)
    assert [entry["count"] for entry in by_kind.show["state"]["legend"][0]["entries"]] == [2, 2, 2]
    some = content_of(POINTS[POINTS["kind"] == "y"], OwnStyle("kind"), "en", None, by_kind)
    assert some.rows is by_kind.rows
    assert some.show["state"]["classes"]["rows"]["symbols"][0]["title"] == "y"


def test_rows_that_are_twice_the_same_are_sent_whole():
    twice = gpd.GeoDataFrame({"name": ["a", "a"]}, index=[1, 1], geometry=[Point(2, 50)] * 2, crs=4326)
    assert shown(content_of(twice, OwnStyle(), "en", None, None))["count"] == 2


def test_a_map_of_folium_has_the_same_page_in_every_run():
    pages = set()
    for _ in range(2):
        made = folium.Map((50, 3), tiles=None)
        folium.Marker((50, 3), popup="here").add_to(made)
        pages.add(content_of(made, OwnStyle(), "en", None, None).page)
    assert len(pages) == 1


def test_what_cannot_be_shown_is_a_sentence():
    with pytest.raises(package.ViewError, match="a view, or the link of a view, is expected"):
        content_of(7, OwnStyle(), "en", None, None)
    with pytest.raises(package.ViewError, match="choose one of clicked, bounds, zoom, shape"):
        st_atlas(POINTS, key="map", returns=("click",))
    assert replace(content_of("?layers=slag_heaps", OwnStyle(), "en", None, None), hashes=[]).hashes == []
