"""Columns whose names a format, or the software that reads it, uses for itself: renamed and noted, values kept."""

import zipfile
from datetime import date

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from atlas.io.export import export_rows
from atlas.io.exports.formats import ENDINGS, FORMATS
from atlas.io.exports.names import column_names, renamed
from atlas.io.provenance import Provenance
from atlas.spreadsheet_text import neutralise

RESERVED = ["fid", "FID", "geom", "ogc_fid", "OGC_FID", "rowid", "GEOM", "bbox", "lon", "wkt", "Name", "name", "begin"]
NAMES = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    [*RESERVED, "id", "layer", "population_2019"]
)
CELLS = (
    st.lists(st.integers(-(2**40), 2**40), min_size=3, max_size=3)
    | st.lists(st.floats(-1e9, 1e9, width=32), min_size=3, max_size=3)
    | st.lists(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30),
        min_size=3,
        max_size=3,
    )
)
KML_COLUMNS = ["Name", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude"]
KML_COLUMNS += ["visibility", "drawOrder", "icon"]
PROVENANCE = Provenance("?layers=mine", date(2026, 11, 30), (), ())


def made(columns):
    """Return a layer with two points and a row without position; the column of each row number tells rows apart."""
    shapes = gpd.GeoSeries([shapely.Point(2.83, 50.43), shapely.Point(2.77, 50.41), None], crs="EPSG:4326")
    values = {name: pd.Series(cells) for name, cells in columns.items() if name not in {"geometry", "id"}}
    frame = gpd.GeoDataFrame(values, geometry=shapes, crs="EPSG:4326")
    return frame.set_index(pd.Index(["a", "b", "c"], name="id"))


def read_back(path):
    """Return the columns of a file by position, without the ids and what the format adds."""
    name = path.name
    if name.endswith(".xlsx"):
        rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
        return pd.DataFrame(rows[1:], columns=rows[0])
    if name.endswith(".csv"):
        return pd.read_csv(path, keep_default_na=False, dtype="str")
    if name.endswith(".parquet"):
        return gpd.read_parquet(path).drop(columns="geometry")
    if name.endswith(".shp.zip"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(path.parent)
            [shape] = [file for file in archive.namelist() if file.endswith(".shp")]
        return pyogrio.read_dataframe(path.parent / shape, encoding="UTF-8").drop(columns="geometry")
    return pyogrio.read_dataframe(path).drop(columns="geometry")


def same(ours, theirs):
    if isinstance(ours, str):
        kept = (
            {None, ""}
            if theirs is None or pd.isna(theirs) or theirs == ""
            else {str(theirs), str(theirs).removesuffix(".0")}
        )
        return ours in kept or neutralise(ours) in kept or (not ours.strip() and kept & {None, ""})
    return float(theirs) == pytest.approx(float(ours), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=st.dictionaries(NAMES, CELLS, min_size=1, max_size=6))
@example(columns={name: [1, 1, 2] for name in RESERVED})
@example(columns={"fid": ["a", "a", "b"], "Fid": [1.5, 1.5, 2.5], "x\x00y": [1, 2, 3], "": [4, 5, 6]})
def test_a_layer_of_any_columns_is_written_and_its_values_kept(tmp_path, ending, columns):
    layer = made(columns)
    path = tmp_path / f"mine{ending}"
    export_rows({"mine": layer}, path, PROVENANCE)
    back = read_back(path)
    assert len(back) == 3
    values = layer.drop(columns="geometry")
    first = 1
    if ending == ".kml":
        # What GDAL's reader adds to every KML.
        assert list(back.columns[1:12]) == KML_COLUMNS
        first = 12
    for position, column in enumerate(values.columns, first):
        found = back.iloc[:, position].tolist()
        assert all(same(a, b) for a, b in zip(values[column], found, strict=True)), (
            column,
            values[column].tolist(),
            found,
        )


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        (".gpkg", "fid_field"),
        (".geojson", "fid_field"),
        (".fgb", "fid_field"),
        (".kml", "fid_field"),
        (".shp.zip", "fid_field"),
    ],
)
def test_a_renamed_column_is_noted(tmp_path, ending, name):
    notes = export_rows({"mine": made({"fid": [1, 1, 2]})}, tmp_path / f"x{ending}", PROVENANCE)
    [sentence] = [note.text("en") for note in notes if note.key == "renamed"]
    assert f"fid → {name}" in sentence


def test_nothing_is_renamed_without_need():
    columns = ["id", "name", "rowid", "area_ha", "fid", "geom"]
    assert renamed(column_names(columns, FORMATS["csv"])) == {}
    assert renamed(column_names(columns, FORMATS["xlsx"])) == {}
    assert renamed(column_names(columns, FORMATS["gpkg"])) == {
        "rowid": "rowid_field",
        "fid": "fid_field",
        "geom": "geom_field",
    }


def test_short_names_keep_the_year_that_tells_them_apart():
    columns = ["id", "population_2016", "population_2019", "intercommunality", "intercommunality_name"]
    assert list(column_names(columns, FORMATS["shp.zip"]).values()) == [
        "id",
        "popul_2016",
        "popul_2019",
        "intercommu",
        "intercom_2",
    ]
