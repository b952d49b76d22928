"""GeoDataFrames as people have them: each is shown, becomes a layer, or is refused in a sentence."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import wkt
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, box

import atlas as package
from atlas.api.atlas import Atlas
from atlas.api.own_layer import make_layer
from atlas.api.own_style import OwnStyle
from atlas.folders import shipped_layers
from atlas.streamlit import st_atlas
from atlas.streamlit.content import content_of

PLACES = [Point(2.8, 50.4), Point(2.9, 50.5), Point(3.0, 50.6)]


def rows(**columns):
    return gpd.GeoDataFrame(columns or {"area": [1.0, 2.5, 3.0]}, geometry=PLACES, crs=4326)


def labelled(index):
    made = rows(name=list("abc"))
    made.index = index
    return made


def twice_named():
    made = rows(area=[1.0, 2.5, 3.0], other=[10, 20, 30])
    made.columns = ["area", "area", "geometry"]
    return made


def of_two_levels():
    plain = pd.DataFrame(
        [[1.0, "x"], [2.0, "y"], [3.0, "z"]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])
    )
    plain["geometry", ""] = PLACES
    return gpd.GeoDataFrame(plain, geometry=("geometry", ""), crs=4326)


# How each kind of rows is made, a column that colours them, and the cells that the column becomes.
KINDS = {
    "infinite": (lambda: rows(v=[1.5, np.nan, np.inf]), "v", [1.5, None, None]),
    "whole with blanks": (lambda: rows(v=pd.array([1, None, 3], "Int64")), "v", [1, None, 3]),
    "unsigned": (lambda: rows(v=np.array([1, 2, 2**63 + 5], "uint64")), "v", [1.0, 2.0, float(2**63)]),
    "boolean": (lambda: rows(v=[True, False, True]), "v", [True, False, True]),
    "boolean with blanks": (lambda: rows(v=[True, None, False]), "v", [True, None, False]),
    "categories": (lambda: rows(v=pd.Categorical(["x", None, "y"], ["y", "x", "z"])), "v", ["x", None, "y"]),
    "classes of pandas": (lambda: rows(v=pd.cut([1, 5, 9], [0, 4, 10])), "v", ["(0, 4]", "(4, 10]", "(4, 10]"]),
    "days": (
        lambda: rows(v=pd.to_datetime(["2020-01-01", None, "2021-02-03"])),
        "v",
        ["2020-01-01", None, "2021-02-03"],
    ),
    "dates": (lambda: rows(v=[dt.date(2020, 1, 1), None, dt.date(2021, 2, 3)]), "v", None),
    "times of zones": (lambda: rows(v=pd.to_datetime(["2020-01-01T10:00+02:00"] * 3)), "v", None),
    "periods": (
        lambda: rows(v=pd.period_range("2020-01", periods=3, freq="M")),
        "v",
        ["2020-01", "2020-02", "2020-03"],
    ),
    "durations": (lambda: rows(v=pd.to_timedelta([1, 2, 3], unit="D")), "v", None),
    "lists": (lambda: rows(v=[["x", "y"], ["x"], None]), "v", ["x; y", "x", None]),
    "mappings": (lambda: rows(v=[{"x": 1}, {"x": 2}, None]), "v", ["{'x': 1}", "{'x': 2}", None]),
    "sets": (lambda: rows(v=[{"x"}, {"y"}, {"z"}]), "v", ["x", "y", "z"]),
    "bytes": (lambda: rows(v=[b"x", b"y", b"z"]), "v", None),
    "complex": (lambda: rows(v=[1j, 2j, 3j]), "v", ["1j", "2j", "3j"]),
    "mixed cells": (lambda: rows(v=[1, "a", None]), "v", ["1", "a", None]),
    "nothing": (lambda: rows(v=[None, None, None]), "v", None),
    "no row": (lambda: rows(v=[1.5, 2.5, 3.5]).iloc[:0], "v", None),
    "no column": (lambda: gpd.GeoDataFrame(geometry=PLACES, crs=4326), None, None),
    "columns of one name": (twice_named, "area", [1.0, 2.5, 3.0]),
    "columns of two levels": (of_two_levels, ("a", "b"), [1, 2, 3]),
    "columns that are numbers": (lambda: rows().rename(columns={"area": 0}), 0, [1.0, 2.5, 3.0]),
    "reserved names": (lambda: rows(id=[7, 8, 9], layer=list("xyz"), bbox=list("xyz")), "layer", ["x", "y", "z"]),
    "put together": (lambda: pd.concat([rows(v=list("xyz"))] * 2), "v", ["x", "y", "z"] * 2),
    "labels of two levels": (lambda: labelled(pd.MultiIndex.from_tuples([(1, "a"), (1, "b"), (2, "a")])), "name", None),
    "labels like a column": (lambda: labelled(pd.Index([1, 2, 3], name="name")), "name", ["a", "b", "c"]),
    "labels that come twice": (lambda: labelled(["a", "a", "a_2"]), "name", ["a", "b", "c"]),
    "labels that are missing": (lambda: labelled([np.nan, None, "x"]), "name", ["a", "b", "c"]),
    "labels that are dates": (lambda: labelled(pd.date_range("2020-01-01", periods=3)), "name", ["a", "b", "c"]),
    "another system": (lambda: rows().to_crs(2154), "area", [1.0, 2.5, 3.0]),
    "geometry of another name": (lambda: rows().rename_geometry("place"), "area", [1.0, 2.5, 3.0]),
    "two geometries": (lambda: rows(area=[1.0, 2.5, 3.0], other=gpd.GeoSeries(PLACES, crs=4326)), "area", None),
}
SHAPES = {
    "mixed": [Point(2.8, 50.4), LineString([(2.8, 50.4), (2.9, 50.5)]), box(2.8, 50.4, 2.9, 50.5)],
    "collections": [GeometryCollection([Point(2.8, 50.4), box(2.8, 50.4, 2.9, 50.5)]), PLACES[0], GeometryCollection()],
    "heights": [
        Point(2.8, 50.4, 12),
        wkt.loads("LINESTRING Z (2.8 50.4 1, 2.9 50.5 2)"),
        wkt.loads("POINT M (3 50 7)"),
    ],
    "many points": [MultiPoint([(2.8, 50.4), (2.9, 50.5)]), PLACES[0], PLACES[1]],
    "rings": [wkt.loads("LINEARRING (2.8 50.4, 2.9 50.4, 2.9 50.5, 2.8 50.4)"), PLACES[0], PLACES[1]],
    "no place": [None, wkt.loads("POINT EMPTY"), Point(np.nan, np.nan)],
    "not valid": [wkt.loads("POLYGON ((2 50, 3 51, 3 50, 2 51, 2 50))"), PLACES[0], PLACES[1]],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("ignore:.*Z:UserWarning")
def test_rows_of_any_kind_are_shown(kind):
    make, column, cells = KINDS[kind]
    given = make()
    before = given.copy()
    content = content_of(given, OwnStyle(column), "en", None, None)
    assert content.show["state"]["layers"][0]["count"] == len(given)
    pd.testing.assert_frame_equal(pd.DataFrame(given), pd.DataFrame(before))
    assert content_of(make(), OwnStyle(column), "en", None, content) is content
    _, layer_rows = make_layer(given, "mine")
    assert layer_rows.index.is_unique
    assert layer_rows.shape[0] == len(given)
    if cells is not None:
        found = layer_rows.iloc[:, [str(name) for name in before.columns].index(str(column))]
        assert [None if pd.isna(cell) else cell for cell in found] == cells


@pytest.mark.parametrize("kind", SHAPES)
def test_shapes_of_any_kind_are_shown(kind):
    made = gpd.GeoDataFrame({"area": [1.0, 2.5, 3.0]}, geometry=SHAPES[kind], crs=4326)
    shown = package.show(made, column="area")
    assert shown.shown["state"]["layers"][0]["count"] == 3
    _, layer_rows = make_layer(made, "mine")
    assert layer_rows.geometry.is_valid.sum() == layer_rows.geometry.notna().sum()
    assert layer_rows.geometry.notna().tolist() == [shape is not None and shape.bounds[0] > 1 for shape in SHAPES[kind]]


REFUSED = {
    "no system": (lambda: rows().set_crs(None, allow_override=True), "known reference system is expected"),
    "no geometry": (lambda: gpd.GeoDataFrame({"area": [1.0]}), "known reference system is expected"),
    "no GeoDataFrame": (lambda: pd.DataFrame({"area": [1.0]}), "known reference system is expected"),
    "metres as degrees": (
        lambda: rows().to_crs(2154).set_crs(4326, allow_override=True),
        "3 rows have numbers that are no longitude and latitude",
    ),
    "a system of its own": (
        lambda: rows().set_crs('LOCAL_CS["site",UNIT["metre",1]]', allow_override=True),
        "cannot be computed to longitude and latitude",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_rows_that_cannot_be_shown_are_refused_in_a_sentence(kind, catalog, frames):
    make, sentence = REFUSED[kind]
    given = make()
    basin = Atlas(catalog, frames, shipped_layers())
    for refuse in (package.show, lambda own: basin.add(own, "mine")):
        with pytest.raises(package.LayerDataError, match=sentence):
            refuse(given)
    if isinstance(given, gpd.GeoDataFrame):
        with pytest.raises(package.LayerDataError, match=sentence):
            st_atlas(given, key="map")


def test_rows_with_shapes_that_are_not_valid_are_asked_like_others(catalog, frames):
    crossed = gpd.GeoDataFrame({"name": ["bow"]}, geometry=SHAPES["not valid"][:1], crs=4326)
    basin = Atlas(catalog, frames, shipped_layers()).add(crossed, "mine")
    assert len(basin.query("?layers=mine&territory=246200364")["mine"]) <= 1


def test_a_column_that_is_not_there_is_answered_with_the_nearest():
    with pytest.raises(package.LayerDataError, match="no column 'aera'; the nearest are area"):
        package.show(rows(), column="aera")
