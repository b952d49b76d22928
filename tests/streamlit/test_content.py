"""What a map in an app of Streamlit is sent: rows once, then messages of a few kB."""

import base64
import json

import folium
import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import Point

import atlas as package
from atlas.api.atlas import Atlas
from atlas.api.own_style import OwnStyle
from atlas.folders import shipped_layers
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
    for given, named in (
        (7, "7"),
        (None, "None"),
        (POINTS.geometry, "GeoSeries"),
        (POINTS.drop(columns="geometry"), "DataFrame"),
    ):
        with pytest.raises(package.ViewError, match=f"a map of folium is expected in the place of {named}$"):
            content_of(given, OwnStyle(), "en", None, None)
    with pytest.raises(package.ViewError, match="choose one of clicked, bounds, zoom, shape"):
        st_atlas(POINTS, key="map", returns=("click",))


def test_no_rows_are_a_message_and_the_others_come_back_without_being_sent():
    first = content_of(POINTS, AREAS, "en", None, None)
    none = content_of(POINTS.iloc[:0], AREAS, "en", None, first)
    assert none.rows is first.rows
    assert shown(none)["count"] == 0
    assert content_of(POINTS, AREAS, "en", None, none).rows is first.rows


def test_geometries_are_hashed_once(monkeypatch):
    first = content_of(POINTS, AREAS, "en", None, None)
    hashed = []
    to_wkb = shapely.to_wkb
    monkeypatch.setattr(shapely, "to_wkb", lambda shapes: hashed.append(len(shapes)) or to_wkb(shapes))
    some = content_of(POINTS.iloc[2:], AREAS, "en", None, first)
    assert hashed == []
    content_of(POINTS.set_geometry(POINTS.translate(0, 0)), AREAS, "en", None, some)
    assert hashed == [6]


def test_rows_that_a_program_changed_in_place_are_another_message():
    own = POINTS.copy()
    first = content_of(own, AREAS, "en", None, None)
    own.loc[0, "area"] = 99.0
    second = content_of(own, AREAS, "en", None, first)
    assert second.rows != first.rows
    own.geometry.array[0] = Point(9, 45)
    assert content_of(own, AREAS, "en", None, second).rows != second.rows


def test_the_same_view_is_the_same_message(catalog, frames):
    basin = Atlas(catalog, frames, shipped_layers())
    link = "?layers=slag_heaps&slag_heaps.area_ha__gte=50&lang=en"
    first = content_of(link, OwnStyle(), "en", basin, None)
    assert content_of(package.View.from_link(link), OwnStyle(), "en", basin, first) is first
    assert content_of("?layers=slag_heaps&lang=en", OwnStyle(), "en", basin, first) is not first
