"""Known values for "no value" become blank, and that is said; other numbers stay as they are."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

PLACES = [shapely.Point(2.83 + n / 100, 50.43) for n in range(4)]


def rows_of(quick, tmp_path, numbers, ending="gpkg"):
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        lines = [f"{n},{p.x},{p.y}" for n, p in zip(numbers, PLACES, strict=True)]
        path.write_text("\n".join(["height,lon,lat", *lines]), encoding="utf-8")
    else:
        frame = gpd.GeoDataFrame({"height": numbers}, geometry=PLACES, crs=4326)
        frame.to_parquet(path) if ending == "parquet" else frame.to_file(path)
    return quick.rows(path)["height"]


@pytest.mark.parametrize(
    "nodata", [-3.4028234663852886e38, 3.4028234663852886e38, -1.7976931348623157e308, 9.969209968386869e36]
)
@pytest.mark.parametrize(
    "ending", ["csv", *(pytest.param(ending, marks=pytest.mark.slow) for ending in ("gpkg", "parquet"))]
)
def test_the_ends_of_precision_are_blank(quick, tmp_path, nodata, ending):
    rows = rows_of(quick, tmp_path, [1.5, -2.5, nodata, 4.5], ending)
    assert rows.isna().tolist() == [False, False, True, False]
    assert f"height: {nodata:.8g} stands for no value, made blank: 1" in quick.said


@pytest.mark.parametrize("text", ["-3.40282e+38", "-3.4e38", "-3.402823466e+38", "-1.797693e+308"])
def test_they_are_known_with_few_digits(quick, tmp_path, text):
    assert rows_of(quick, tmp_path, ["1", "2", text, "4"], "csv").isna().tolist() == [False, False, True, False]
    assert "stands for no value" in quick.said


@pytest.mark.parametrize("nodata", [-9999, -99999, -32768])
@pytest.mark.parametrize("kind", [int, float])
def test_a_negative_mark_among_positive_numbers_is_blank(quick, tmp_path, nodata, kind):
    rows = rows_of(quick, tmp_path, np.array([0, 12, nodata, nodata], dtype=kind))
    assert rows.isna().tolist() == [False, False, True, True]
    assert f"height: {nodata} stands for no value, made blank: 2" in quick.said


@pytest.mark.parametrize(
    "numbers", [[-9999, -5, 3, 4], [-9999, -9999, -9999, -9999], [9999, 1, 2, 3], [1e28, -1e28, 1e300, 1.0]]
)
def test_other_numbers_stay(quick, tmp_path, numbers):
    assert rows_of(quick, tmp_path, numbers).tolist() == numbers
    assert "stands for no value" not in quick.said
