import ast
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import atlas
from atlas.analysis.statistics.autocorrelation import LEAST, moran
from atlas.analysis.statistics.neighbours import NeighbourRule, find_neighbours
from atlas.errors import IndicatorError, LayerDataError

SIDE_M = 1000
ROOK = NeighbourRule("distance", distance_m=1.001 * SIDE_M)


def grid(size, *, lon=2.85, lat=50.43):
    """Return squares of a kilometre at Lens, named row and column, in EPSG:4326."""
    origin = gpd.GeoSeries([shapely.Point(lon, lat)], crs=4326).to_crs(2154).iloc[0]
    cells = {
        f"{row:02}-{column:02}": shapely.box(
            x := origin.x + SIDE_M * column, y := origin.y + SIDE_M * row, x + SIDE_M, y + SIDE_M
        )
        for row in range(size)
        for column in range(size)
    }
    return gpd.GeoSeries(cells, crs=2154).to_crs(4326)


def by_place(shapes, value):
    return pd.Series({key: float(value(*map(int, key.split("-")))) for key in shapes.index})


def by_hand(values, neighbours):
    """Return global and local I by their formulas, with a dense matrix of weights."""
    own = values.loc[neighbours.ids].to_numpy()
    weights = neighbours.graph.sparse.toarray()
    z = own - own.mean()
    return z @ weights @ z / (z @ z), (len(z) - 1) * z * (weights @ z) / (z @ z)


SQUARES = grid(6)


def test_of_a_checkerboard_whose_sides_touch_moran_is_minus_one():
    found = moran(by_place(SQUARES, lambda row, column: (row + column) % 2), SQUARES, ROOK)
    assert found.index == pytest.approx(-1)
    assert found.expected == pytest.approx(-1 / 35)
    assert found.direction == "dispersed"
    assert found.p < 0.01


@pytest.mark.parametrize("rule", [NeighbourRule(), ROOK, NeighbourRule("nearest", nearest=4)], ids=lambda r: r.rule)
def test_a_gradient_is_clustered_and_equals_the_formula(rule):
    values = by_place(SQUARES, lambda _, column: column)
    found = moran(values, SQUARES, rule, permutations=199)
    whole, local = by_hand(values, found.neighbours)
    assert found.direction == "clustered"
    assert found.index == pytest.approx(whole)
    assert found.local["index"].to_numpy() == pytest.approx(local)
    east = [key for key in SQUARES.index if key.endswith("05")]
    west = [key for key in SQUARES.index if key.endswith("00")]
    assert set(found.local.loc[east, "quadrant"]) == {"HH"}
    assert set(found.local.loc[west, "quadrant"]) == {"LL"}


def test_a_corner_that_touches_is_a_neighbour_of_the_queen():
    counts = find_neighbours(SQUARES, NeighbourRule()).graph.cardinalities
    assert (counts["00-00"], counts["00-02"], counts["02-02"]) == (3, 5, 8)


def test_distances_are_metres_on_a_plane_and_the_least_one_reaches_everybody():
    found = find_neighbours(SQUARES, NeighbourRule("distance"))
    assert found.crs == "EPSG:2154"
    assert found.distance_m == pytest.approx(SIDE_M, abs=2)
    assert found.islands == ()


def test_a_cluster_holds_after_the_control_of_false_discoveries_only_where_q_says_so():
    values = by_place(SQUARES, lambda row, column: row < 2 and column < 2)
    found = moran(values, SQUARES, NeighbourRule()).local
    assert (found["q"] >= found["p"] - 1e-12).all()
    assert (found["cluster"] == "ns").equals(found["q"] > 0.05)
    assert found.loc["00-00", "cluster"] == "HH"


def test_p_is_twice_the_share_of_permutations_as_extreme():
    # The three neighbours of a corner are all ones in 1 of 6,545 draws of three from 35 squares.
    values = by_place(SQUARES, lambda row, column: row < 2 and column < 2)
    found = moran(values, SQUARES, NeighbourRule()).local
    assert 2 / 10_000 <= found.loc["00-00", "p"] <= 6 * 2 / 10_000


def test_the_order_of_the_rows_changes_nothing_and_the_seed_repeats():
    values = by_place(SQUARES, lambda row, column: row * column % 7)
    mixed = values.sample(frac=1, random_state=3)
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - the generator that everybody shares
    few = {"permutations": 199}
    first, second = (moran(own, SQUARES.loc[own.index], NeighbourRule(), **few) for own in (values, mixed))
    assert (first.index, first.p, first.z) == (second.index, second.p, second.z)
    pd.testing.assert_frame_equal(first.local, second.local.loc[values.index])
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002
    assert moran(values, SQUARES, NeighbourRule(), seed=7, **few).z != first.z


def test_blanks_and_islands_are_left_out_and_named():
    far = grid(1, lon=3.3).rename(lambda _: "island")
    shapes = pd.concat([SQUARES, far])
    values = by_place(SQUARES, lambda _, column: column)
    values["00-00"], values["island"] = np.nan, 3.0
    found = moran(values, gpd.GeoSeries(shapes, crs=4326), NeighbourRule(), permutations=99)
    assert found.blanks == ("00-00",)
    assert found.islands == ("island",)
    assert found.count == 35
    assert found.local.loc["island", "neighbours"] == 0
    assert found.local.loc[["00-00", "island"], "cluster"].isna().all()
    assert "00-00" not in found.neighbours.graph.unique_ids


@pytest.mark.parametrize(
    ("values", "key"),
    [
        (by_place(SQUARES, lambda *_: 4), "statistics_constant"),
        (by_place(SQUARES, lambda *_: np.nan), "statistics_blank"),
        (by_place(SQUARES, lambda row, column: row + column).iloc[: LEAST - 1], "statistics_few"),
    ],
    ids=["constant", "blank", "few"],
)
def test_what_has_no_answer_is_refused_in_a_sentence(values, key):
    with pytest.raises(IndicatorError) as refused:
        moran(values, SQUARES, NeighbourRule())
    assert refused.value.key == key


def test_islands_alone_everybody_and_too_many_nearest_are_refused():
    values = by_place(SQUARES, lambda row, column: row + column)
    for rule, key in (
        (NeighbourRule("distance", distance_m=10), "statistics_islands"),
        (NeighbourRule("nearest", nearest=36), "statistics_nearest"),
        (NeighbourRule("nearest", nearest=30), "statistics_everybody"),
        (NeighbourRule("distance", distance_m=9 * SIDE_M), "statistics_everybody"),
    ):
        with pytest.raises(IndicatorError) as refused:
            moran(values, SQUARES, rule)
        assert refused.value.key == key


def test_territories_of_several_zones_have_no_common_plane():
    shapes = gpd.GeoSeries(pd.concat([grid(3), grid(3, lon=20.0).rename(lambda key: f"p{key}")]), crs=4326)
    with pytest.raises(IndicatorError, match="projection"):
        find_neighbours(shapes, NeighbourRule())


def test_without_the_library_one_sentence_tells_how_to_install_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "libpysal.graph", None)
    with pytest.raises(LayerDataError, match=r"post-mining-atlas\[statistics\]"):
        find_neighbours(SQUARES, NeighbourRule())


def test_no_module_imports_the_libraries_before_they_are_needed():
    """They take seconds: nobody who opens the map waits for them."""
    heavy = {"esda", "libpysal", "sklearn"}
    early = [
        path.name
        for path in Path(atlas.__file__).parent.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", None) or node.names[0].name,)
        if name.partition(".")[0] in heavy
    ]
    assert early == []
