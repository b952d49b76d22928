"""What a file gives is kept as it is given: numbers of rows, times, dates; forms of geometry that few readers know."""

import datetime as dt
import json
import struct

import geopandas as gpd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pyarrow import parquet

POINT = {"type": "Point", "coordinates": [2.8, 50.4]}


def geojson(path, *features):
    """Write features, each a dict of its members but for the geometry."""
    written = [{"type": "Feature", "properties": {}, "geometry": POINT} | feature for feature in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": written}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("given", "ids"),
    [([1042, 77], ["1042", "77"]), ([0, 1], ["0", "1"]), (["a", "b"], ["a", "b"]), ([None, None], ["1", "2"])],
)
def test_the_id_of_a_geojson_feature_is_kept(quick, tmp_path, given, ids):
    features = [{"properties": {"name": "x"}} | ({} if own is None else {"id": own}) for own in given]
    assert list(quick.rows(geojson(tmp_path / "a.geojson", *features)).index) == ids


def test_a_property_called_id_goes_before_the_number_of_the_feature(quick, tmp_path):
    path = geojson(tmp_path / "a.geojson", {"id": 7, "properties": {"id": "T74"}})
    assert list(quick.rows(path).index) == ["T74"]


def test_the_fid_of_a_geopackage_is_kept(quick, tmp_path):
    path = tmp_path / "a.gpkg"
    rows = gpd.GeoDataFrame({"fid": [1042, 77], "name": ["a", "b"]}, geometry=[shapely.Point(2.8, 50.4)] * 2, crs=4326)
    pyogrio.write_dataframe(rows, path, layer_options={"FID": "fid"})
    assert dict(quick.rows(path)["name"]) == {"1042": "a", "77": "b"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["2024-05-01T00:00:00+02:00", "2024-11-01T00:00:00+01:00"], ["2024-05-01", "2024-11-01"]),
        (["2024-05-01T22:30:00Z", "2024-11-01T08:00:00Z"], ["2024-05-01T22:30:00Z", "2024-11-01T08:00:00Z"]),
        (["2024-05-01T00:30:00+02:00"], ["2024-05-01T00:30:00+02:00"]),
        (["1905", "1906"], ["1905", "1906"]),
    ],
)
def test_a_time_keeps_its_clock_and_a_date_its_day(quick, tmp_path, given, kept):
    path = geojson(tmp_path / "a.geojson", *({"properties": {"moment": moment}} for moment in given))
    assert [str(moment)[:25] for moment in quick.rows(path)["moment"]] == kept


def test_a_time_of_parquet_keeps_its_offset(quick, tmp_path):
    summer = dt.timezone(dt.timedelta(hours=2))
    moments = pa.array([dt.datetime(2024, 5, 1, 0, 30, tzinfo=summer)], pa.timestamp("us", tz="+02:00"))
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"name": ["a"], "moment": moments}), path)
    assert quick.rows(path)["moment"].to_list() == ["2024-05-01T00:30:00+02:00"]


def kml(path, *folders):
    """Write folders of placemarks, each the text of its time."""
    body = "".join(
        f"<Folder><name>{number}</name>"
        + "".join(
            f"<Placemark><name>{name}</name>{time}<Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"
            for name, time in folder.items()
        )
        + "</Folder>"
        for number, folder in enumerate(folders)
    )
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>', encoding="utf-8")
    return path


SPANS = {
    "a": "<TimeSpan><begin>1905</begin><end>1920-05</end></TimeSpan>",
    "b": "<TimeSpan><begin>1906</begin></TimeSpan>",
}


def test_a_year_and_a_month_of_kml_are_no_days(quick, tmp_path):
    rows = quick.rows(kml(tmp_path / "a.kml", {"x": ""}, SPANS), "--layer", "1")
    assert rows["begin"].astype(str).to_list() == ["1905", "1906"]
    assert rows["end"].to_list()[0] == "1920-05"


def test_kml_shows_no_column_of_its_drawing(quick, tmp_path):
    rows = quick.rows(kml(tmp_path / "a.kml", {"a": ""}))
    assert [column for column in rows.columns if column != "geometry"] == ["name"]


def surface(kind, *faces):
    """Write faces in space as WKB of a surface (1015 polyhedral, 1016 triangulated)."""
    inner = 1003 if kind == 1015 else 1017
    body = b"".join(
        struct.pack("<BIII", 1, inner, 1, len(face)) + b"".join(struct.pack("<3d", *corner) for corner in face)
        for face in faces
    )
    return struct.pack("<BII", 1, kind, len(faces)) + body


FLOOR = [(2.8, 50.4, 1), (2.9, 50.4, 1), (2.9, 50.5, 2), (2.8, 50.4, 1)]
OTHER = [(2.8, 50.4, 1), (2.9, 50.5, 2), (2.8, 50.5, 2), (2.8, 50.4, 1)]
WALL = [(2.8, 50.4, 1), (2.9, 50.4, 1), (2.9, 50.4, 9), (2.8, 50.4, 1)]


@pytest.mark.filterwarnings("ignore:Registering non-standard")
@pytest.mark.parametrize("kind", [1015, 1016])
def test_a_surface_in_space_becomes_the_ground_it_covers(quick, tmp_path, kind):
    path = tmp_path / "a.gpkg"
    table = pa.table({"name": ["roof"], "geometry": [surface(kind, FLOOR, OTHER, WALL)]})
    pyogrio.raw.write_arrow(
        table.to_reader(), path, geometry_type="Unknown", geometry_name="geometry", crs="EPSG:4326", driver="GPKG"
    )
    [ground] = quick.rows(path).geometry
    assert ground.equals(shapely.box(2.8, 50.4, 2.9, 50.5))
    assert "replaced by the ground they cover: 1" in quick.said


SHAPES = {
    "point": shapely.Point(2.8, 50.4),
    "linestring": shapely.LineString([(2.8, 50.4), (2.9, 50.4)]),
    "polygon": shapely.box(2.8, 50.4, 2.9, 50.5),
    "multipolygon": shapely.MultiPolygon([shapely.box(2.8, 50.4, 2.9, 50.5), shapely.box(3.0, 50.4, 3.1, 50.5)]),
}


@pytest.mark.parametrize("encoding", SHAPES)
def test_geoparquet_in_the_structures_of_arrow_is_read(quick, tmp_path, encoding):
    path = tmp_path / "a.parquet"
    rows = gpd.GeoDataFrame({"name": ["a"]}, geometry=[SHAPES[encoding]], crs=4326)
    rows.to_parquet(path, geometry_encoding="geoarrow")
    assert quick.rows(path).geometry.iloc[0].equals(SHAPES[encoding])


def test_parquet_with_a_geometry_column_of_its_own_type_is_read(quick, tmp_path):
    path = tmp_path / "a.parquet"
    about = {b"ARROW:extension:name": b"geoarrow.wkb", b"ARROW:extension:metadata": b'{"crs": "EPSG:2154"}'}
    field = pa.field("shape", pa.binary(), metadata=about)
    wkb = shapely.to_wkb(shapely.Point(687_900, 7_037_700))
    parquet.write_table(pa.table([["a"], [wkb]], schema=pa.schema([pa.field("name", pa.string()), field])), path)
    assert quick.rows(path).geometry.iloc[0].distance(shapely.Point(2.83, 50.43)) < 0.1
