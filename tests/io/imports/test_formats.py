"""The same rows in every format are the same layer."""

import json
import zipfile

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from atlas.catalog import open_catalog, shipped_layers
from atlas.io.atlas import Atlas
from atlas.io.check import check_layer
from atlas.io.read import Frames
from atlas.scene.explore.facets import count_facets
from atlas.scene.query.view import View

PLACES = {"Lens": (2.83, 50.43), "Liévin": (2.78, 50.42), "Œuf-en-Ternois": (2.22, 50.37)}


@pytest.fixture(scope="module")
def towns():
    columns = {
        "name": [*PLACES],
        "people": [32_000, 30_500, 240],
        "share": [0.5, None, 0.25],
        "since": ["1850", "0852", None],
    }
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(place) for place in PLACES.values()], crs=4326)


def write_kml(towns, path):
    marks = "".join(
        f"<Placemark><name>{row['name']}</name><ExtendedData><Data name='people'><value>{row['people']}</value></Data>"
        f"</ExtendedData><Point><coordinates>{row.geometry.x},{row.geometry.y},12</coordinates></Point></Placemark>"
        for _, row in towns.iterrows()
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
    path.write_text(text, encoding="utf-8")


def write_kmz(towns, path):
    write_kml(towns, path.with_suffix(".kml"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(path.with_suffix(".kml"), "doc.kml")


def write_gpx(towns, path):
    points = "".join(
        f'<wpt lat="{row.geometry.y}" lon="{row.geometry.x}"><name>{row["name"]}</name></wpt>'
        for _, row in towns.iterrows()
    )
    text = (
        f'<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">{points}</gpx>'
    )
    path.write_text(text, encoding="utf-8")


def write_table(towns, path):
    flat = pd.DataFrame(towns.drop(columns="geometry")).assign(lon=towns.geometry.x, lat=towns.geometry.y)
    if path.suffix == ".csv":
        flat.to_csv(path, index=False)
    else:
        book = openpyxl.Workbook()
        for row in [list(flat.columns), *flat.astype("object").where(flat.notna(), None).to_numpy().tolist()]:
            book.active.append(row)
        book.save(path)


def write_shapefile(towns, path):
    folder = path.parent / "shp"
    folder.mkdir()
    towns.to_file(folder / "towns.shp", encoding="UTF-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in folder.iterdir():
            archive.write(part, f"towns/{part.name}")


WRITERS = {
    "towns.gpkg": lambda towns, path: towns.to_file(path, layer="towns"),
    "towns.geojson": lambda towns, path: towns.to_file(path),
    "towns.geojsonl": lambda towns, path: towns.to_file(path, driver="GeoJSONSeq"),
    "towns.fgb": lambda towns, path: towns.to_file(path),
    "towns.parquet": lambda towns, path: towns.to_parquet(path),
    "towns.zip": write_shapefile,
    "towns.kml": write_kml,
    "towns.kmz": write_kmz,
    "towns.gpx": write_gpx,
    "towns.csv": write_table,
    "towns.xlsx": write_table,
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_format_gives_names_numbers_and_places(quick, towns, tmp_path, name):
    assert_read(quick, towns, tmp_path, name)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name != "towns.zip")) for name in WRITERS]
)
def test_a_format_is_read_the_same_in_a_process_of_its_own(gate, towns, tmp_path, name):
    assert_read(gate, towns, tmp_path, name)


def assert_read(gate, towns, tmp_path, name):
    WRITERS[name](towns, tmp_path / name)
    rows = gate.rows(tmp_path / name)
    assert set(rows["name"]) == set(PLACES)
    for _, row in rows.iterrows():
        assert row.geometry.distance(shapely.Point(PLACES[row["name"]])) < 1e-9
    if "people" in rows:
        assert sorted(rows["people"].astype(int)) == [240, 30_500, 32_000]
    if "share" in rows:
        assert rows["share"].isna().sum() == 1
    if "since" in rows:
        assert set(rows["since"].dropna()) == {"1850", "0852"}
    layer = gate.layer()
    assert (layer.geometry, layer.name, layer.private, check_layer(layer)) == ("point", "name", True, [])


def test_an_imported_layer_has_all_that_shipped_layers_have(quick, towns, tmp_path):
    towns.to_file(tmp_path / "towns.geojson")
    quick.bring(tmp_path / "towns.geojson", "--licence", "cc-by-4.0", "--title", "Mes villes")
    [listed] = [row for row in json.loads(quick.run("list", "--json").out) if row["id"] == "mine"]
    assert listed["title"] == {"fr": "Mes villes", "en": "Mes villes"}
    assert (listed["theme"], listed["features"], listed["positioned"], listed["licence"]) == ("own", 3, 3, "CC-BY-4.0")
    out = tmp_path / "out.geojson"
    assert quick.run("query", "?layers=mine&mine.people__gte=1000&near=mine:communes:0", "--out", out).code == 0
    assert set(gpd.read_file(out)["name"]) == {"Lens", "Liévin"}
    assert quick.run("map", "?layers=mine&lang=en", "--out", tmp_path / "map.html").code == 0
    assert "Mes villes" in (tmp_path / "map.html").read_text(encoding="utf-8")
    done = quick.run("check")
    assert "own/mine.toml: to be completed" in done.said


@pytest.mark.slow
def test_a_private_layer_stays_out_of_what_is_passed_on_unless_asked(quick, towns, tmp_path):
    towns.to_file(tmp_path / "towns.geojson")
    quick.bring(tmp_path / "towns.geojson", "--title", "Mes villes")
    out, link = (
        tmp_path / "map.html",
        "?layers=mine&layers=viewpoints&mine.people__gte=1&near=mine:viewpoints:5000&lang=en",
    )
    done = quick.run("map", link, "--out", out)
    assert (done.code, done.sentence) == (0, "mine: private layer, left out of the file; --private puts it in")
    assert "Mes villes" not in out.read_text(encoding="utf-8")
    assert quick.run("map", link, "--out", out, "--private").code == 0
    assert "Mes villes" in out.read_text(encoding="utf-8")
    out.unlink()
    assert "ask for it (--private" in quick.run("map", "?layers=mine", "--out", out).sentence
    assert not out.exists()
    done = quick.run("query", "?layers=mine", "--out", tmp_path / "mine.csv", "--private")
    assert done.code == 0
    assert "mine: private layer, without a licence: keep this file to yourself" in done.said


def test_a_facet_of_an_imported_layer_counts_as_any_other(quick, tmp_path):
    kinds = ["wood", "wood", "meadow", None] * 5
    gpd.GeoDataFrame({"kind": kinds, "ha": range(20)}, geometry=[shapely.Point(2.8, 50.4)] * 20, crs=4326).to_file(
        tmp_path / "k.gpkg"
    )
    quick.rows(tmp_path / "k.gpkg")
    catalog = open_catalog(shipped_layers())
    facets = count_facets("mine", View(layers=("mine",)), Atlas(catalog, Frames(catalog)))
    assert facets["kind"].counts == {"wood": 10, "meadow": 5}
    assert (facets["kind"].unknown, facets["ha"].low, facets["ha"].high) == (5, 0, 19)


def test_several_layers_are_a_question_and_a_name_its_answer(quick, towns, tmp_path):
    path = tmp_path / "two.gpkg"
    towns.to_file(path, layer="towns")
    towns.iloc[:1].to_file(path, layer="one")
    towns.iloc[:0].to_file(path, layer="none")
    assert quick.refused(path) == "two.gpkg: several layers; say which with --layer: towns, one"
    assert quick.refused(path, "--layer", "three").endswith("towns, one, none")
    assert len(quick.rows(path, "--layer", "one")) == 1


def test_several_sheets_are_a_question_and_an_empty_one_is_not(quick, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "A"
    for title in ("B", "empty"):
        book.create_sheet(title)
    for title in ("A", "B"):
        for row in (["name", "longitude", "latitude"], ["x", 2.8, 50.4]):
            book[title].append(row)
    book.save(tmp_path / "b.xlsx")
    assert quick.refused(tmp_path / "b.xlsx").endswith("--layer: A, B")
    assert len(quick.rows(tmp_path / "b.xlsx", "--layer", "B")) == 1


def test_several_data_sets_in_an_archive_are_a_question(quick, towns, tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        for name in ("a.geojson", "sub/b.geojson", "readme.txt", "__MACOSX/a.geojson"):
            archive.writestr(name, towns.to_json())
    assert quick.refused(tmp_path / "z.zip").endswith("--layer: a.geojson, b.geojson")
    assert len(quick.rows(tmp_path / "z.zip", "--layer", "b")) == 3


def test_waypoints_and_tracks_are_a_question_but_the_points_of_a_track_are_not(quick, tmp_path):
    point = '<wpt lat="50.4" lon="2.8"><name>w</name></wpt>'
    track = '<trk><name>t</name><trkseg><trkpt lat="50" lon="2"/><trkpt lat="50.1" lon="2"/></trkseg></trk>'
    head = '<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
    both, one = tmp_path / "both.gpx", tmp_path / "one.gpx"
    both.write_text(f"{head}{point}{track}</gpx>", encoding="utf-8")
    one.write_text(f"{head}{track}</gpx>", encoding="utf-8")
    assert quick.refused(both).endswith("--layer: waypoints, tracks")
    assert quick.rows(one).geom_type.tolist() == ["MultiLineString"]


def test_which_columns_are_coordinates_is_asked(quick, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("nom;est;nord\nA;684000,5;7037000\nB;684100;7037100,25\n", encoding="utf-8")
    assert quick.refused(path).endswith("out of nom, est, nord")
    sentence = quick.refused(path, "--x", "est", "--y", "est")
    assert sentence == "s.csv: no row of est is a position (row 2: '684000,5'); the columns are nom, est, nord"
    assert quick.refused(path, "--x", "est", "--y", "sud").endswith("out of nom, est, nord")
    sentence = quick.refused(path, "--x", "est", "--y", "nord")
    assert "does not say its reference system" in sentence
    assert "EPSG:2154" in sentence
    rows = quick.rows(path, "--x", "est", "--y", "nord", "--crs", "EPSG:2154")
    assert rows.geometry.within(shapely.box(2.7, 50.3, 2.9, 50.5)).all()
    assert "Decimal commas" not in quick.said


def test_a_preview_writes_nothing(quick, towns, tmp_path):
    towns.to_file(tmp_path / "towns.gpkg")
    done = quick.bring(tmp_path / "towns.gpkg", "--preview")
    assert done.code == 0
    assert "Rows read: 3; kept: 3; with a position: 3 (points)." in done.said
    assert not quick.own.exists()


def test_a_table_without_any_position_is_a_table(quick, tmp_path):
    pd.DataFrame({"name": ["a", "b"], "n": [1, 2]}).to_parquet(tmp_path / "t.parquet")
    rows = quick.rows(tmp_path / "t.parquet")
    assert quick.layer().geometry == "none"
    assert rows.geometry.isna().all()
