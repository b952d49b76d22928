"""Shapes of a large layer that are mapped from a file, against the same shapes in memory."""

import pickle
import weakref

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from atlas.analysis.spatial.measure import areas_m2
from atlas.analysis.spatial.proximity import intersects, nearest_m, within_distance
from atlas.analysis.spatial.share_inside import centres_inside, ends_inside, shares_inside
from atlas.analysis.statistics.summary import measure_groups
from atlas.catalog import open_catalog, shipped_layers
from atlas.io import read
from atlas.io.mapped_shapes import MappedGeometry, dimensions_of
from atlas.io.read import read_layer
from atlas.io.stored_shapes import StoredShapes
from tests.benchmarks.large_data import write_layer

LAYER = "mapped_parcels"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("mapped")


@pytest.fixture(scope="module")
def layer(folder):
    write_layer(folder, "polygons", 3_000, LAYER)
    return open_catalog(shipped_layers(), beside=(folder,))[LAYER]


@pytest.fixture(scope="module")
def held(layer):
    return read_layer(layer)


@pytest.fixture(scope="module")
def mapped(layer, folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "LEAST_ROWS", 2_000)
        return read_layer(layer, home=folder / "kept")


def test_a_large_layer_is_mapped_and_is_the_same(held, mapped):
    assert isinstance(mapped.geometry.array, MappedGeometry)
    assert not isinstance(held.geometry.array, MappedGeometry)
    assert mapped.crs == held.crs
    assert mapped.drop(columns="geometry").equals(held.drop(columns="geometry"))
    assert mapped.geometry.to_wkb().equals(held.geometry.to_wkb())


def test_what_is_known_of_each_shape_is_that_of_the_shape(held, mapped):
    np.testing.assert_array_equal(mapped.geometry.array.bounds, held.geometry.array.bounds)
    assert mapped.total_bounds.tolist() == held.total_bounds.tolist()
    np.testing.assert_array_equal(dimensions_of(mapped.geometry), dimensions_of(held.geometry))
    np.testing.assert_array_equal(mapped.geometry.array.vertices, shapely.get_num_coordinates(held.geometry))
    for name in ("is_empty", "has_z"):
        np.testing.assert_array_equal(getattr(mapped.geometry.array, name), getattr(held.geometry, name))
    assert mapped.geometry.isna().equals(held.geometry.isna())


def test_no_shape_is_made_before_one_is_asked_for(layer, folder, monkeypatch):
    monkeypatch.setattr(read, "LEAST_ROWS", 2_000)
    monkeypatch.setattr("atlas.io.stored_shapes.StoredShapes.take", lambda *_: pytest.fail("a shape was made"))
    gdf = read_layer(layer, home=folder / "kept")
    many = gdf[gdf["kind"] != "wood"]
    assert len(many) < len(gdf)
    assert isinstance(many.geometry.array, MappedGeometry)
    assert not many.geometry.isna().any()
    assert np.isfinite(gdf.geometry.array.bounds).all()


@pytest.mark.parametrize(
    "choose",
    [
        lambda gdf: gdf[gdf["kind"] == "wood"],
        lambda gdf: gdf[gdf["kind"] != "wood"],
        lambda gdf: gdf.iloc[5:9],
        lambda gdf: gdf.iloc[::-1],
        lambda gdf: gdf.loc[["r0000007", "r0000003"]],
        lambda gdf: gdf.sort_values("value"),
        lambda gdf: gdf[gdf["kind"] != "wood"].iloc[[-1, 3]],
        lambda gdf: gdf.reindex(["r0000007", "nobody"]),
        lambda gdf: gdf.head(0),
        lambda gdf: gdf.cx[2.5:3, 50:50.6],
        lambda gdf: gdf.assign(other=1),
        lambda gdf: gdf.copy(),
        lambda gdf: pickle.loads(pickle.dumps(gdf)),  # noqa: S301 - its own
    ],
)
def test_rows_are_chosen_as_of_any_frame(held, mapped, choose):
    expected, found = choose(held), choose(mapped)
    assert isinstance(found, gpd.GeoDataFrame)
    assert found.index.equals(expected.index)
    assert found.geometry.to_wkb().equals(expected.geometry.to_wkb())


def test_one_shape_is_that_of_its_row(held, mapped):
    assert mapped.geometry["r0000123"].equals_exact(held.geometry["r0000123"])
    assert mapped.geometry.iloc[-1].equals_exact(held.geometry.iloc[-1])
    assert mapped.loc["r0000123"].geometry.equals_exact(held.geometry["r0000123"])
    with pytest.raises(IndexError):
        mapped.geometry.iloc[10**6]


def test_its_index_answers_as_a_tree_does(held, mapped):
    area, many = shapely.box(2.6, 50.3, 3.1, 50.7).buffer(0.1), shapely.points([[2.9, 50.45], [3, 50.5]])
    for predicate in (None, "intersects", "contains"):
        expected = np.sort(held.sindex.query(area, predicate=predicate))
        assert np.sort(mapped.sindex.query(area, predicate=predicate)).tolist() == expected.tolist()
        assert len(expected) > 100
    np.testing.assert_array_equal(
        mapped.sindex.query(many, predicate="intersects", sort=True),
        held.sindex.query(many, predicate="intersects", sort=True),
    )
    np.testing.assert_array_equal(mapped.sindex.nearest(many), held.sindex.nearest(many))


def test_what_is_made_for_a_question_is_not_held(mapped):
    whole = mapped.geometry.to_numpy()
    assert mapped.geometry.to_numpy() is whole
    gone = weakref.ref(whole)
    del whole
    assert gone() is None


def test_a_copy_can_be_changed(mapped):
    own = mapped.copy()
    own.loc["r0000003", "geometry"] = shapely.Point(1, 2)
    own.geometry.array[4] = None
    assert own.geometry["r0000003"] == shapely.Point(1, 2)
    assert mapped.geometry["r0000003"] != shapely.Point(1, 2)
    assert mapped.geometry.iloc[4] is not None
    assert own.total_bounds.tolist() != mapped.total_bounds.tolist()


def test_where_nothing_can_be_kept_shapes_are_held(layer, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(read, "LEAST_ROWS", 2_000)
    (tmp_path / "kept").write_text("in the way")
    gdf = read_layer(layer, home=tmp_path / "kept")
    assert not isinstance(gdf.geometry.array, MappedGeometry)
    assert len(gdf) == len(gdf.geometry.to_numpy())
    assert "is not kept" in caplog.text


@pytest.fixture
def pieces(monkeypatch):
    """Let no more than 200 shapes be made at a time, by what makes a shape of many."""
    most, take = [], StoredShapes.take

    def counting(stored, rows):
        most.append(len(rows))
        return take(stored, rows)

    for module in ("analysis.spatial.pieces", "analysis.spatial.union_area", "analysis.statistics.summary"):
        monkeypatch.setattr(f"atlas.{module}.PIECE_ROWS", 200)
    monkeypatch.setattr("atlas.io.mapped_shapes.PIECE_ROWS", 200)
    monkeypatch.setattr(StoredShapes, "take", counting)
    return most


@pytest.mark.parametrize("outline", [None, shapely.Point(2.9, 50.45).buffer(0.2)])
def test_totals_are_those_of_shapes_in_memory(held, mapped, pieces, outline):
    groups = [np.arange(900), *(np.flatnonzero(held["kind"] == kind) for kind in ("pond", "heap"))]
    expected = measure_groups(held.geometry, groups, outline)
    found = measure_groups(mapped.geometry, groups, outline)
    for one, other in zip(found, expected, strict=True):
        assert (one.count, one.unplaced, one.length_km) == (other.count, other.unplaced, other.length_km)
        assert one.area_ha == pytest.approx(other.area_ha, rel=1e-9)
    assert 0 < max(pieces) < 300


def test_areas_that_overlap_count_once(held, mapped, pieces, monkeypatch):
    wide, make = shapely.buffer(held.geometry.to_numpy(), 0.01), StoredShapes.take
    monkeypatch.setattr(StoredShapes, "take", lambda stored, rows: shapely.buffer(make(stored, rows), 0.01))
    monkeypatch.setattr(mapped.geometry.array.stored, "bounds", shapely.bounds(wide))
    rows = [np.arange(300)]
    (expected,), (found,) = (measure_groups(each, rows) for each in (gpd.GeoSeries(wide, crs=4326), mapped.geometry))
    assert found.area_ha == pytest.approx(expected.area_ha, rel=1e-9)
    assert expected.area_ha < 0.9 * areas_m2(gpd.GeoSeries(wide[:300], crs=4326)).sum() / 1e4
    assert 0 < max(pieces) <= 300


@pytest.mark.parametrize("metres", [0, 300, 2_000])
def test_distances_are_those_of_shapes_in_memory(held, mapped, pieces, metres):
    places = gpd.GeoSeries([*shapely.points([[2.9, 50.45], [3.05, 50.5], [3.9, 50.1]]), None], crs=4326)
    expected = within_distance(held.geometry, places, metres)
    assert within_distance(mapped.geometry, places, metres).tolist() == expected.tolist()
    assert within_distance(places, mapped.geometry, min(metres, 2_000)).tolist() == [True, True, True, False]
    assert expected.any()
    assert 0 < max(pieces) <= 200


@pytest.mark.parametrize("metres", [0, 500])
def test_distances_between_large_layers_are_those_of_shapes_in_memory(held, mapped, pieces, metres, monkeypatch):
    # Fewer rows than this are made when they are chosen.
    monkeypatch.setattr("atlas.io.mapped_shapes._FEW", 100)
    wood, ponds = held["kind"] == "wood", held["kind"] == "pond"
    expected = within_distance(held.geometry[wood], held.geometry[ponds], metres)
    found = within_distance(mapped.geometry[wood], mapped.geometry[ponds], metres)
    assert found.tolist() == expected.tolist()
    assert 0 < expected.sum() < len(expected)
    assert 0 < max(pieces) <= 200


def test_the_nearest_is_that_of_shapes_in_memory(held, mapped, pieces):
    places = gpd.GeoSeries([*shapely.points([[2.9, 50.45], [3.05, 50.5], [1.2, 49.5]]), None], crs=4326)
    pd.testing.assert_series_equal(nearest_m(mapped.geometry, places), nearest_m(held.geometry, places))
    pd.testing.assert_series_equal(nearest_m(places, mapped.geometry), nearest_m(places, held.geometry))
    assert 0 < max(pieces) <= 200


def test_for_the_nearest_to_one_place_few_shapes_are_made(held, mapped, pieces):
    place = gpd.GeoSeries([shapely.Point(1.2, 49.5)], crs=4326)
    pd.testing.assert_series_equal(nearest_m(place, mapped.geometry), nearest_m(place, held.geometry))
    assert sum(pieces) < len(held) / 2


@pytest.mark.parametrize("question", [intersects, shares_inside, centres_inside, ends_inside])
def test_what_lies_inside_is_that_of_shapes_in_memory(held, mapped, pieces, question):
    outline = shapely.Point(2.9, 50.45).buffer(0.4)
    np.testing.assert_array_equal(question(mapped.geometry, outline), question(held.geometry, outline))
    assert len(pieces) > 3
    assert max(pieces) <= 200
