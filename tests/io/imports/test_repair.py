"""Repaired and dropped geometries are counted."""

import json
import sqlite3
import struct

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.environment import ImportLimits
from atlas.io.imports.normalise.repair import repair_shapes
from atlas.io.imports.report import Answers, Findings
from atlas.io.imports.source_file import SourceFile

BOX = shapely.box(2.8, 50.4, 2.9, 50.5)
BOW_TIE = shapely.Polygon([(2.8, 50.4), (2.9, 50.5), (2.9, 50.4), (2.8, 50.5)])


def written(path, shapes, **columns):
    rows = len(shapes)
    gpd.GeoDataFrame({"name": [str(n) for n in range(rows)]} | columns, geometry=shapes, crs=4326).to_file(path)
    return path


def by_hand(path, *geometries):
    features = [
        {"type": "Feature", "properties": {"name": str(n)}, "geometry": shape} for n, shape in enumerate(geometries)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def point(*pair):
    return {"type": "Point", "coordinates": list(pair)}


def test_a_bow_tie_becomes_two_triangles(quick, tmp_path):
    rows = quick.rows(written(tmp_path / "b.gpkg", [BOX, BOW_TIE]))
    assert "Shapes with crossing rings made valid: 1." in quick.said
    assert rows.geometry.is_valid.all()
    assert shapely.area(rows.geometry.to_numpy()).min() == pytest.approx(0.005)


def test_a_ring_that_collapses_is_left_out(quick, tmp_path):
    flat = shapely.Polygon([(2.8, 50.4), (2.9, 50.5), (2.8, 50.4), (2.8, 50.4)])
    rows = quick.rows(written(tmp_path / "c.gpkg", [BOX, flat]))
    assert len(rows) == 1
    assert "their shape collapses to nothing: 1." in quick.said


def test_shapes_that_are_none_are_left_out_and_rows_without_one_stay(quick, tmp_path):
    nothing = [{"type": "Polygon", "coordinates": []}, point(float("nan"), 50), None, point(2.8, 50.4), point(2.8, 95)]
    rows = quick.rows(by_hand(tmp_path / "n.geojson", *nothing))
    assert sorted(rows["name"]) == ["2", "3"]
    for sentence in ("empty shape or point without numbers: 2.", "kept in the table: 1.", "out of range"):
        assert sentence in quick.said


def test_a_line_with_a_number_that_is_none_is_left_out(quick, tmp_path):
    line = {"type": "LineString", "coordinates": [[2.8, 50.4], [float("inf"), 50.5]]}
    rows = quick.rows(by_hand(tmp_path / "i.geojson", line, point(2.8, 50.4)))
    assert rows["name"].tolist() == ["1"]
    assert "a coordinate is no number: 1." in quick.said


def test_a_file_with_nothing_usable_is_refused(quick, tmp_path):
    assert "1 row, without a usable shape" in quick.refused(by_hand(tmp_path / "n.geojson", point(200, 95)))
    assert "holds no row" in quick.refused(by_hand(tmp_path / "e.geojson"))


def test_heights_are_dropped_and_said(quick, tmp_path):
    rows = quick.rows(written(tmp_path / "z.gpkg", [shapely.Point(2.8, 50.4, 30), shapely.Point(2.9, 50.4, 31)]))
    assert not rows.geometry.has_z.any()
    assert "brought to two dimensions: 2." in quick.said


def test_mixed_shapes_are_a_mixed_layer(quick, tmp_path):
    quick.rows(written(tmp_path / "m.geojson", [BOX, shapely.Point(2.8, 50.4), shapely.LineString([(2, 50), (3, 50)])]))
    assert quick.layer().geometry == "mixed"


def test_a_collection_keeps_its_areas(quick, tmp_path):
    together = shapely.GeometryCollection([BOX, shapely.Point(1, 1), shapely.box(3, 50, 3.1, 50.1)])
    rows = quick.rows(written(tmp_path / "g.geojson", [together]))
    assert rows.geom_type.tolist() == ["MultiPolygon"]
    assert "Collections of which only the parts of the highest dimension are kept: 1." in quick.said


def test_curves_become_many_short_edges(quick, tmp_path):
    path = written(tmp_path / "c.gpkg", [BOX, BOX])
    places = [(0, 0), (1, 1), (2, 0), (1, -1), (0, 0)]
    arc = struct.pack("<BI", 1, 8) + struct.pack("<I", 5) + b"".join(struct.pack("<dd", *place) for place in places)
    circle = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BI", 1, 10) + struct.pack("<I", 1) + arc
    with sqlite3.connect(path) as store:
        for (trigger,) in store.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            store.execute(f'drop trigger "{trigger}"')
        store.execute("update gpkg_geometry_columns set geometry_type_name = 'GEOMETRY'")
        store.execute("update c set geom = ? where fid = 1", (circle,))
    store.close()
    rows = quick.rows(path)
    assert "Curved shapes turned into straight segments: 1." in quick.said
    assert shapely.area(rows.geometry.to_numpy()).max() == pytest.approx(np.pi, rel=1e-3)


def test_repeated_and_blank_ids_are_made_unique_and_counted(quick, tmp_path):
    rows = quick.rows(written(tmp_path / "i.gpkg", [BOX] * 5, ID=["a", "a", "a_2", None, "b"]))
    assert sorted(rows.index) == ["a", "a_2", "a_2_2", "b", "row_4"]
    assert "Repeated ids, made unique by a number: 2." in quick.said
    assert "Rows without an id, numbered: 1." in quick.said


def test_reserved_and_twin_names_get_ids_of_their_own(quick, tmp_path):
    columns = {"layer": ["l"], "Nom": ["a"], "nom": ["b"], "geometry_": ["g"]}
    written(tmp_path / "r.geojson", [BOX], **columns)
    quick.rows(tmp_path / "r.geojson")
    assert list(quick.layer().fields) == ["name", "layer_field", "nom", "nom_2", "geometry_field"]
    assert quick.layer().fields["nom_2"].title.fr == "nom"


def test_what_hides_is_taken_out_and_markup_stays_text(quick, tmp_path):
    hidden = "ab\u202egnp.exe\x00\x1b[31m"
    gpd.GeoDataFrame(
        {"na\x07me\u202e<b>": [hidden, "<script>alert(1)</script>", '=HYPERLINK("http://x")']},
        geometry=[BOX] * 3,
        crs=4326,
    ).to_parquet(tmp_path / "h.parquet")
    rows = quick.rows(tmp_path / "h.parquet")
    [field] = quick.layer().fields.values()
    assert field.title.en == "na me <b>"
    assert set(rows.iloc[:, 0]) == {"abgnp.exe[31m", "<script>alert(1)</script>", '=HYPERLINK("http://x")'}
    quick.run("query", "?layers=mine", "--private", "--out", tmp_path / "out.csv")
    assert "'=HYPERLINK" in (tmp_path / "out.csv").read_text(encoding="utf-8")


TYPES = {
    "062": "string",
    "62498": "integer",
    "-1": "integer",
    "1.5": "number",
    # As a rule a code: no table of figures writes a thousand so.
    "1e3": "string",
    "true": "boolean",
    "2021-03-04": "date",
    "2021-13-04": "string",
    "2021-02-30": "string",
    "12 rue": "string",
    "1_000": "string",
    "٣": "string",
    "NaN": "string",
    "1,5": "number",
    "9" * 25: "string",
}


@pytest.mark.parametrize("text", TYPES)
def test_text_is_typed_only_when_nothing_is_lost(quick, tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(f"name;value;lon;lat\na;{text};2.8;50.4\nb;{text};2.8;50.4\n", encoding="utf-8")
    rows = quick.rows(path)
    assert quick.layer().fields["value"].type == TYPES[text]
    if TYPES[text] == "string":
        assert rows["value"].tolist() == [text, text]


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "UTF-8"), ("latin-1", "ISO-8859-1"), ("cp1252", "CP1252"), ("utf-16", "UTF-16")]
)
def test_the_encoding_of_a_table_is_found(quick, tmp_path, encoding, said):
    name = "École d'été" if encoding == "latin-1" else "École – Œuf"
    (tmp_path / "e.csv").write_bytes(f"name,lon,lat\n{name},2.8,50.4\n".encode(encoding))
    assert quick.rows(tmp_path / "e.csv")["name"].tolist() == [name]
    assert f"encoding {said}." in quick.said


SHAPEFILES = [
    ("UTF-8", "École", "UTF-8"),
    ("ISO-8859-1", "École", "ISO-8859-1"),
    ("CP1252", "Œuvre", "CP1252"),
    ("UTF-8", "plain", "UTF-8"),
]


@pytest.mark.filterwarnings("ignore:One or several characters")
@pytest.mark.parametrize(("encoding", "name", "said"), SHAPEFILES)
def test_a_shapefile_without_a_word_on_its_encoding_is_read_right(quick, tmp_path, encoding, name, said):
    gpd.GeoDataFrame({"nom": [name, "b"]}, geometry=[BOX, BOX], crs=4326).to_file(tmp_path / "s.shp", encoding=encoding)
    (tmp_path / "s.cpg").unlink(missing_ok=True)
    assert sorted(quick.rows(tmp_path / "s.shp")["nom"]) == sorted([name, "b"])
    assert f"encoding {said}." in quick.said


def test_a_word_on_the_encoding_that_is_wrong_is_not_believed(quick, tmp_path):
    gpd.GeoDataFrame({"nom": ["École"]}, geometry=[BOX], crs=4326).to_file(tmp_path / "s.shp", encoding="ISO-8859-1")
    (tmp_path / "s.cpg").write_text("UTF-8", encoding="ascii")
    assert quick.rows(tmp_path / "s.shp")["nom"].tolist() == ["École"]


def test_the_reader_may_say_the_encoding(quick, tmp_path):
    (tmp_path / "e.csv").write_bytes("name,lon,lat\nŁęka,2.8,50.4\n".encode("iso8859-2"))
    assert quick.rows(tmp_path / "e.csv", "--encoding", "iso8859-2")["name"].tolist() == ["Łęka"]
    assert "no encoding 'klingon'" in quick.refused(tmp_path / "e.csv", "--encoding", "klingon")
    assert "is not in this encoding" in quick.refused(tmp_path / "e.csv", "--encoding", "utf-8")


def test_a_shapefile_without_its_index_is_read(gate, tmp_path):
    written(tmp_path / "s.shp", [BOX, BOW_TIE])
    (tmp_path / "s.shx").unlink()
    assert len(gate.rows(tmp_path / "s.shp")) == 2
    assert "SHAPE_RESTORE_SHX" in gate.said


def test_nested_columns_and_times_are_said_or_kept_as_text(quick, tmp_path):
    frame = gpd.GeoDataFrame(
        {
            "name": ["a", "b"],
            "parts": [{"x": 1}, {"x": 2}],
            "when": pd.to_datetime(["2020-01-01 10:30", None]),
            "day": pd.to_datetime(["2020-01-01", "2021-02-03"]),
            "big": pd.array([1, 2**63], dtype="UInt64"),
        },
        geometry=[BOX, BOX],
        crs=4326,
    )
    frame.to_parquet(tmp_path / "n.parquet")
    rows = quick.rows(tmp_path / "n.parquet")
    assert {name: field.type for name, field in quick.layer().fields.items()} == {
        "name": "string",
        "parts_x": "integer",
        "when": "string",
        "day": "date",
        "big": "number",
    }
    assert sorted(rows["day"]) == ["2020-01-01", "2021-02-03"]


coordinate = st.one_of(st.floats(-400, 400), st.floats(allow_nan=True, allow_infinity=True), st.just(0.0))
pairs = st.lists(st.tuples(coordinate, coordinate), min_size=4, max_size=8)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(pairs, min_size=1, max_size=4))
def test_whatever_goes_in_what_comes_out_is_valid_and_on_earth(rings):
    shapes = [shapely.Polygon([*ring, ring[0]]) for ring in rings if not np.isnan(ring).any()]
    with np.errstate(invalid="ignore"):
        shapes += [shapely.LineString(ring) for ring in rings] + [shapely.Point(ring[0]) for ring in rings]
    findings = Findings("x")
    source = SourceFile(None, "geojson", Answers(), ImportLimits(), findings)
    done = repair_shapes(source, pa.chunked_array([pa.array(shapely.to_wkb(shapes).tolist(), pa.binary())]), None)
    out = shapely.from_wkb(done.wkb.to_pylist())
    there = shapely.is_geometry(out)
    assert (done.kept == there).all()
    assert shapely.is_valid(out[there]).all()
    assert not shapely.is_empty(out[there]).any()
    bounds = shapely.bounds(out[there])
    assert (np.abs(bounds[:, [0, 2]]) <= 180).all()
    assert (np.abs(bounds[:, [1, 3]]) <= 90).all()
    assert (
        sum(findings.repaired.get(kind, 0) for kind in ("unreadable", "empty", "not_finite", "outside", "collapsed"))
        == (~there).sum()
    )
