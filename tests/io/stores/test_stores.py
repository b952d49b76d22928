"""The same questions to files, DuckDB and PostGIS have the same answers; the oracle is a loop over the whole frame."""

import geopandas as gpd
import numpy as np
import pandas as pd
import polyline
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.filters import mask_rows
from atlas.catalog.filter import Filter
from atlas.errors import LayerDataError
from atlas.io.atlas import Atlas
from atlas.io.stores.open import open_store
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.view import View

TEXTS = ["Lens", "Béthune", "l'Escarpelle", "100 % \\ ; x", 'a "b"', "'; DROP TABLE things; --"]
CHOICES = {
    "name": st.sampled_from(TEXTS),
    "tags": st.sampled_from(["a", "b", "c d", "ab", "a;b", ".", "a\nb", "(\\E#"]),
    "seen": st.sampled_from(["1990", "1990-05"]),
    "count": st.sampled_from(["-5", "0", "3", "2.5"]),
    "year": st.sampled_from(["1850", "1900", "1999"]),
    "height_m": st.sampled_from(["0.0", "12.5", "-3.1"]),
    "open": st.sampled_from(["true", "false"]),
}
NUMERIC = ("count", "year", "height_m")
READ = dict.fromkeys(("name", "tags", "seen"), str) | dict.fromkeys(NUMERIC, float) | {"open": "true".__eq__}


@st.composite
def conditions(draw):
    field = draw(st.sampled_from(sorted(CHOICES)))
    operators = ["in", "missing", *(["gte", "lte"] if field in NUMERIC else [])]
    operator = draw(st.sampled_from(operators))
    if operator == "in":
        return Filter("things", field, "in", tuple(draw(st.lists(CHOICES[field], min_size=1, max_size=3))))
    bound = draw(st.sampled_from([-3.5, 0, 2, 1900])) if operator != "missing" else None
    return Filter("things", field, operator, bound=bound)


def test_a_whole_layer_is_the_same_frame(store, whole):
    assert_geodataframe_equal(store.read("things"), whole)


def meets(value, field, filters):
    """Whether one value meets all filters on its column: written out, without any engine."""
    if pd.isna(value):
        return any(f.operator == "missing" for f in filters)
    compared = [f for f in filters if f.operator != "missing"]
    words = [word.strip() for word in value.split(";")] if field == "tags" else [value]
    found = {
        "in": lambda f: any(READ[field](text) in words for text in f.values),  # noqa: PD011 - of a filter
        "gte": lambda f: value >= f.bound,
        "lte": lambda f: value <= f.bound,
    }
    return bool(compared) and all(found[f.operator](f) for f in compared)


def loop(frame, filters):
    """Mask of the rows that meet all filters, value by value."""
    fields = {f.field for f in filters}
    masks = [[meets(value, name, [f for f in filters if f.field == name]) for value in frame[name]] for name in fields]
    return np.logical_and.reduce([np.ones(len(frame), dtype=bool), *masks])


@pytest.mark.journey
def test_any_filters_keep_in_a_store_and_in_memory_the_rows_that_a_loop_keeps(store, things, whole):
    @settings(deadline=None, derandomize=True, max_examples=20, database=None)
    @given(st.lists(conditions(), max_size=3))
    def keep_the_same(where):
        kept = loop(whole, where)
        np.testing.assert_array_equal(mask_rows(whole, things["things"], where), kept)
        assert_geodataframe_equal(store.read("things", where=where), whole[kept])

    keep_the_same()


def test_a_box_keeps_what_meets_it_and_not_what_only_its_own_box_does(store, whole):
    box = (2.4, 50.3, 2.9, 50.6)
    met = shapely.intersects(whole.geometry.to_numpy(), shapely.box(*box))
    boxes = shapely.intersects(shapely.envelope(whole.geometry.to_numpy()), shapely.box(*box))
    assert met.sum() < boxes.sum()
    assert_geodataframe_equal(store.read("things", bbox=box), whole[met])


def test_a_box_where_nothing_lies_gives_an_empty_frame_of_the_same_columns(store, whole):
    assert_geodataframe_equal(store.read("things", bbox=(-10, 0, -9, 1)), whole.iloc[:0])


def test_some_columns_come_in_the_order_they_were_asked_in(store, whole):
    read = store.read("things", columns=["year", "name"], where=[Filter("things", "open", "in", ("true",))])
    assert list(read.columns) == ["year", "name", "geometry"]
    assert read.index.equals(whole.index[whole["open"].fillna(value=False)])


def test_rows_without_position_can_be_asked_for(store, whole):
    nowhere = store.read("things", where=[Filter("things", "geometry", "missing")])
    assert_geodataframe_equal(nowhere, whole[whole.geometry.isna()])


@pytest.mark.parametrize("columns", [["none"], ['id"; DROP TABLE things'], ["_row"]])
def test_a_column_that_is_not_declared_is_refused_by_name(store, columns):
    with pytest.raises(LayerDataError, match="no column"):
        store.read("things", columns=columns)
    with pytest.raises(LayerDataError, match="no column"):
        store.read("things", where=[Filter("things", columns[0], "missing")])


def test_a_layer_that_is_not_there_is_named(store):
    with pytest.raises(LayerDataError, match="nothing_here"):
        store.read("nothing_here")


def test_every_shipped_layer_is_the_same_through_duckdb(atlas):
    duck, files = open_store("duckdb:", atlas.catalog), open_store("files:", atlas.catalog)
    assert set(duck.layers()) == set(atlas.catalog)
    for layer_id in ("slag_heaps", "mining_basins", "green_corridors", "twinnings", "partner_cities"):
        assert_geodataframe_equal(duck.read(layer_id), atlas.frames[layer_id])
        assert_geodataframe_equal(files.read(layer_id), atlas.frames[layer_id])


def test_duckdb_counts_what_the_frame_counts(things, whole):
    duck, lens = open_store("duckdb:", things), Filter("things", "name", "in", ("Lens",))
    counts = duck.count("things", by="year", where=[lens])
    truth = whole[whole["name"] == "Lens"]["year"].value_counts(dropna=True)
    assert counts[counts.index.notna()].to_dict() == truth.to_dict()
    assert counts.sum() == (whole["name"] == "Lens").sum()
    assert duck.count("things").tolist() == [len(whole)]
    assert duck.count("things", bbox=(2.4, 50.3, 2.9, 50.6)).tolist() == [
        len(duck.read("things", bbox=(2.4, 50.3, 2.9, 50.6)))
    ]


@pytest.mark.parametrize("address", ["mysql://x", "duck"])
def test_an_address_of_no_store_is_said(things, address):
    with pytest.raises(LayerDataError, match="ATLAS_STORE"):
        open_store(address, things)


def test_the_same_layers_below_another_root_are_read_by_uri(things, whole):
    root = things["things"].folder.parent
    assert_geodataframe_equal(open_store(f"files:{root.as_uri()}", things).read("things"), whole)
    assert np.isclose(open_store(f"files:{root}", things).read("things").total_bounds, whole.total_bounds).all()


AREA = shapely.Polygon([(2.3, 50.1), (3.2, 50.3), (3.0, 50.9), (2.5, 50.8)])


def loop_shares(frame):
    """The share of each row inside the area, row by row in EPSG:6933; lines by their length there, within a percent."""
    for shape in frame.to_crs(6933).geometry:
        area = gpd.GeoSeries([AREA], crs=4326).segmentize(0.001).to_crs(6933).iloc[0]
        if shape is None:
            yield np.nan
        elif shape.area:
            yield shape.intersection(area).area / shape.area
        elif shape.length:
            yield shape.intersection(area).length / shape.length
        else:
            yield float(shape.intersects(area))


@pytest.fixture(scope="module")
def shares(whole):
    return np.array(list(loop_shares(whole)))


@pytest.mark.parametrize("rule", ["meets", "within", "centre", 0.5])
def test_a_rule_of_an_area_keeps_the_same_rows_of_every_store(store, things, whole, shares, rule):
    ring = polyline.encode([(lat, lon) for lon, lat in AREA.exterior.coords])
    view = View(layers=("things",), select=ring, territory_rule=rule)
    kept = query_rows(view, Atlas(things, {"things": store.read("things")}))["things"]
    shapes = whole.geometry
    expected = {
        "meets": shapes.intersects(AREA).to_numpy(),
        "centre": shapes.representative_point().within(AREA).to_numpy(),
        "within": shares > 0.99995,
        0.5: shares >= 0.5,
    }[rule]
    # A line is measured along the ellipsoid: near the least share the plane may differ.
    sure = ~(np.abs(shares - (rule if rule == 0.5 else 2)) < 0.01)
    assert set(kept.index) & set(whole.index[sure]) == set(whole.index[expected & sure])
    assert np.abs(kept["inside_share"] - shares[whole.index.get_indexer(kept.index)]).max() < 0.01
    assert 0 < len(kept) < len(whole)
