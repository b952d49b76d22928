"""Coordinates are read however they are written; what cannot be read is named, and no column is lost."""

import csv
import json

import pandas as pd
import pyogrio
import pytest
import shapely

from atlas.io.imports.readers.tables.coordinate_text import read_angle, read_pair, read_shape

LENS = (2.83, 50.43)
# 50.43° and 2.83°: 25.8 and 49.8 minutes, 48 seconds each.
LATITUDES = [
    "50.43",
    "50,43",
    "+50.43",
    "50.43°",
    "50.43 N",
    "N 50,43°",
    "50°25'48\"N",
    "50° 25\u2032 48\u2033 N",
    "50°25’48’’ Nord",
    "50º25'48,0''",
    "N50 25 48",
    "50:25:48",
    "50d25m48s N",
    "50 deg 25 min 48 sec",
    "50°25.8'N",
    "50 25,8 N",
]
LONGITUDES_WEST = [
    "-2.83",
    "\u22122,83",
    "–2.83",
    "2.83 W",
    "2,83° O",
    "O 2.83",
    "2°49'48\"W",
    "2° 49.8' Ouest",
    "-2 49 48",
]


@pytest.mark.parametrize("text", LATITUDES)
def test_a_latitude_is_read_in_every_notation(text):
    value, axis = read_angle(text)
    assert value == pytest.approx(50.43, abs=1e-9)
    assert axis in {"", "°", "y"}


@pytest.mark.parametrize("text", LONGITUDES_WEST)
def test_west_is_negative_in_every_notation(text):
    assert read_angle(text)[0] == pytest.approx(-2.83, abs=1e-9)


@pytest.mark.parametrize("text", ["687 900,5", "687\u202f900,5", "687900.5", "687900,5"])
def test_metres_with_spaces_are_numbers(text):
    assert read_angle(text) == (687_900.5, "")


@pytest.mark.parametrize(
    "text", ["", "Lens", "50°60'00\"N", "50°25'60\"", "-2.83 W", "95 N", "200°O", "50.5°25'", "50'"]
)
def test_what_is_no_coordinate_is_not_read(text):
    assert read_angle(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "50.43, 2.83",
        "50.43,2.83",
        "50.43 2.83",
        "50,43 ; 2,83",
        "50,43, 2,83",
        "(50.43, 2.83)",
        "[50.43, 2.83]",
        "50°25'48\"N, 2°49'48\"E",
        "2°49'48\"E 50°25'48\"N",
        "50.43N 2.83E",
        "lat: 50.43 lon: 2.83",
        "N 50°25.8 E 2°49.8",
    ],
)
def test_both_coordinates_of_one_cell_are_read(text):
    x, y, degrees = read_pair(text)
    assert (x, y, degrees) == (pytest.approx(2.83, abs=1e-9), pytest.approx(50.43, abs=1e-9), True)


def test_the_order_of_a_pair_is_that_of_its_letters_its_size_or_its_name():
    assert read_pair("2.83 O, 50.43 N")[:2] == (-2.83, 50.43)
    assert read_pair("151.3, -32.8")[:2] == (151.3, -32.8)
    assert read_pair("2.83, 50.43", latitude_first=False)[:2] == LENS
    assert read_pair("687900, 7037700") == (687_900, 7_037_700, False)
    assert read_pair("687900,7037700") == (687_900, 7_037_700, False)
    assert read_pair("3 rue Basly") is None
    assert [read_pair(text) for text in ("684000,5", "50,43", "2,5")] == [None, None, None]


POINT = shapely.Point(LENS)
SHAPES = {
    "WKT": POINT.wkt,
    "WKT in small letters": "point(2.83 50.43)",
    "EWKT": f"SRID=4326;{POINT.wkt}",
    "WKB": shapely.to_wkb(POINT, hex=True),
    "EWKB": shapely.to_wkb(shapely.set_srid(POINT, 4326), hex=True, include_srid=True),
    "bytea": "\\x" + shapely.to_wkb(POINT, hex=True, byte_order=0).lower(),
    "GeoJSON": shapely.to_geojson(POINT),
    "feature": json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(POINT))}),
    "object": '{"lon": 2.83, "lat": 50.43}',
    "object of Python": "{'lat': 50.43, 'lon': 2.83}",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_a_shape_written_as_text_is_read(text):
    shape, srid = read_shape(text)
    assert shape.equals(POINT)
    assert srid in {0, 4326}


def table(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def test_degrees_minutes_and_seconds_of_two_columns_are_points(quick, tmp_path):
    rows = quick.rows(table(tmp_path / "d.csv", ["nom", "latitude", "longitude"], ["A", "50°25'48\"N", "2°49'48\"O"]))
    assert rows.geometry.iloc[0].equals_exact(shapely.Point(-2.83, 50.43), 1e-9)
    assert list(rows.columns) == ["nom", "geometry"]


def test_letters_say_which_column_is_which_whatever_their_names(quick, tmp_path):
    path = table(tmp_path / "d.csv", ["nom", "a", "b"], ["A", "50°25'48\"N", "2°49'48\"E"])
    assert quick.rows(path).geometry.iloc[0].equals_exact(POINT, 1e-9)
    assert quick.rows(path, "--x", "a", "--y", "b").geometry.iloc[0].equals_exact(POINT, 1e-9)


def test_rows_without_a_readable_position_are_named_and_their_columns_kept(quick, tmp_path):
    rows = [["A", "50.43", "2.83"], ["B", "50°99'", "2.8"], ["C", "", ""], ["D", "près de Lens", ""]]
    found = quick.rows(table(tmp_path / "d.csv", ["nom", "lat", "lon"], *rows)).set_index("nom")
    assert found.geometry["A"].equals(POINT)
    assert found.geometry[["B", "C", "D"]].isna().all()
    assert list(found["lat"].fillna("")) == ["50.43", "50°99'", "", "près de Lens"]
    assert "Rows whose coordinates cannot be read: 2; their columns are kept." in quick.said
    assert "Without a readable position, row: 3 (« 2.8 / 50°99' »), 4, 5 (« près de Lens »)." in quick.said


def test_rows_that_are_left_out_are_named(quick, tmp_path):
    path = table(tmp_path / "d.csv", ["nom", "lat", "lon"], ["A", "50.43", "2.83"], ["B", "95", "2.8"])
    assert len(quick.rows(path)) == 1
    assert "Left out, row: 3." in quick.said


@pytest.mark.parametrize("name", ["geo_point_2d", "Geo Point", "coordonnées", "latlon", "latitude_longitude"])
def test_one_column_of_both_coordinates_is_read_by_its_name(quick, tmp_path, name):
    path = table(tmp_path / "g.csv", ["nom", name], ["A", "50.43, 2.83"], ["B", "50.42, 2.78"])
    assert quick.rows(path).set_index("nom").geometry["A"].equals(POINT)


@pytest.mark.parametrize("arguments", [("--x", "où", "--y", "où"), ("--x", "où")], ids=["twice", "once"])
def test_one_column_of_both_coordinates_is_read_when_it_is_named(quick, tmp_path, arguments):
    path = table(tmp_path / "g.csv", ["nom", "où"], ["A", "50.43, 2.83"])
    assert quick.rows(path, *arguments).geometry.iloc[0].equals(POINT)


def test_a_column_of_shapes_says_more_than_one_of_points(quick, tmp_path):
    box = shapely.box(2.8, 50.4, 2.9, 50.5)
    path = table(tmp_path / "g.csv", ["nom", "Geo Point", "Geo Shape"], ["A", "50.45, 2.85", shapely.to_geojson(box)])
    rows = quick.rows(path)
    assert rows.geometry.iloc[0].equals(box)
    assert list(rows["geo_point"]) == ["50.45, 2.85"]


def test_a_reference_system_within_the_text_is_used(quick, tmp_path):
    path = table(tmp_path / "e.csv", ["nom", "ewkt"], ["A", "SRID=2154;POINT(687900 7037700)"])
    assert quick.rows(path).geometry.iloc[0].distance(POINT) < 0.02
    plain = table(tmp_path / "w.csv", ["nom", "forme"], ["A", "POINT(687900 7037700)"])
    assert "for example EPSG:2154 (Lens, France" in quick.refused(plain)
    assert quick.rows(plain, "--crs", "EPSG:2154").geometry.iloc[0].distance(POINT) < 0.02


def test_columns_that_are_no_coordinates_are_refused_with_the_row(quick, tmp_path):
    path = table(tmp_path / "w.csv", ["nom", "wkt"], ["Fosse 3", POINT.wkt])
    assert quick.refused(path, "--x", "nom", "--y", "wkt") == (
        "w.csv: no row of nom, wkt is a position (row 2: 'Fosse 3 / POINT (2.83 50.43)'); the columns are nom, wkt"
    )
    bad = table(tmp_path / "b.csv", ["nom", "lat", "lon"], ["A", "", ""], ["B", "ici", "là"])
    assert "no row of lon, lat is a position (row 3: 'là / ici')" in quick.refused(bad)


def test_figures_by_commune_are_a_table(quick, tmp_path):
    path = table(tmp_path / "f.csv", ["code_commune", "libelle", "population"], ["62498", "Lens", "32663"])
    rows = quick.rows(path)
    assert quick.layer().geometry == "none"
    assert list(rows["population"]) == [32_663]
    assert "the layer is a table" in quick.said


def test_a_table_whose_columns_only_look_like_coordinates_can_be_kept_as_a_table(quick, tmp_path):
    path = table(tmp_path / "f.csv", ["code", "x", "y"], ["62498", "1", "2"])
    assert "--x - for a table without any" in quick.refused(path)
    assert list(quick.rows(path, "--x", "-").columns) == ["code", "x", "y", "geometry"]


@pytest.mark.parametrize("ending", ["gpkg", "parquet"])
def test_columns_that_are_named_are_used_in_every_format(quick, tmp_path, ending):
    path = tmp_path / f"t.{ending}"
    frame = pd.DataFrame({"nom": ["A"], "abs": [2.83], "ord": [50.43]})
    if ending == "gpkg":
        pyogrio.write_dataframe(frame, path)
    else:
        frame.to_parquet(path)
    quick.rows(path)
    assert quick.layer().geometry == "none"
    rows = quick.rows(path, "--x", "abs", "--y", "ord", "--crs", "EPSG:4326")
    assert rows.geometry.iloc[0].equals(POINT)
    assert "Positions read from: abs, ord." in quick.said


def test_shapes_in_bytes_that_a_table_does_not_declare_are_read(quick, tmp_path):
    pd.DataFrame({"nom": ["A"], "forme": [shapely.to_wkb(POINT)]}).to_parquet(tmp_path / "b.parquet")
    rows = quick.rows(tmp_path / "b.parquet")
    assert rows.geometry.iloc[0].equals(POINT)
    assert list(rows.columns) == ["nom", "geometry"]
