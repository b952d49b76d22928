"""No row is lost in silence: what a file holds is what is kept and what is said to be left out, for every format.

The rows of a file are counted as it is written, not by the import.
"""

import csv
import io
import json
import random

import geopandas as gpd
import openpyxl
import pytest
import shapely

# What the report says of rows that are in the file and not in the layer.
LEFT_OUT = ("unreadable", "empty", "not_finite", "outside", "collapsed")
TEXTS = ("Liévin", "a,b;c", 'dit "le grand"', "deux\nlignes", "  blancs  ", "=1+1", "", "n° 3", "l'eau", "\t", "0012")
SHAPES = (
    {"type": "Point", "coordinates": [2.8, 50.4]},
    {"type": "Point", "coordinates": [2.9, 95.0]},
    {"type": "LineString", "coordinates": [[2.8, 50.4], [2.9, 50.5]]},
    {"type": "Polygon", "coordinates": [[[2, 50], [3, 51], [3, 50], [2, 51], [2, 50]]]},
    {"type": "Polygon", "coordinates": [[[2, 50], [2, 50], [2, 50], [2, 50]]]},
    {"type": "GeometryCollection", "geometries": []},
    None,
)


def table(random_, rows):
    """Return rows of a name, a text, a number and a position; some of them blank or wrong."""
    made = []
    for number in range(rows):
        lon = random_.choice(["2.83", "2.8", "2.81", "2.82", "2.9", "", "x", "500"])
        made.append([f"n{number}", random_.choice(TEXTS), random_.choice(["1", "2,5", "", "?"]), lon, "50.4"])
    return made


def write_csv(path, random_, rows, *, delimiter):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=random_.choice(["\n", "\r\n"]))
    writer.writerow(["nom", "texte", "valeur", "lon", "lat"])
    for row in table(random_, rows):
        if random_.random() < 0.1:
            text.write("\n")
        if random_.random() < 0.1:
            # A quote that nobody closes: the row stays one line.
            text.write(delimiter.join([row[0], '"ouvert', "1", "2.8", "50.4"]) + "\n")
        else:
            writer.writerow(row)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return rows


def write_xlsx(path, random_, rows):
    book = openpyxl.Workbook()
    book.active.append(["nom", "texte", "valeur", "lon", "lat"])
    for row in table(random_, rows):
        if random_.random() < 0.1:
            book.active.append([])
        book.active.append([None if cell == "" else cell for cell in row])
        if row[1].startswith("="):
            book.active.cell(book.active.max_row, 2).value = "'" + row[1]
    book.save(path)
    return rows


def features(random_, rows):
    made = []
    for number in range(rows):
        properties = {"nom": f"n{number}", "texte": random_.choice(TEXTS)}
        made.append({"type": "Feature", "properties": properties, "geometry": random_.choice(SHAPES)})
    return made


def write_geojson(path, random_, rows):
    made = features(random_, rows)
    for wrong in random_.sample([None, 5, {"nom": "x"}, "text"], 2):
        made.insert(random_.randrange(len(made)), wrong)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), encoding="utf-8")
    return len(made)


def write_lines(path, random_, rows):
    made = [json.dumps(feature) for feature in features(random_, rows)]
    for wrong in random_.sample(["{", '{"a": 1}', "nothing", "[1, 2]"], 2):
        made.insert(random_.randrange(1, len(made)), wrong)
    path.write_text("\n".join(made) + "\n", encoding="utf-8")
    return len(made)


def frame(random_, rows):
    shapes = [random_.choice([shapely.Point(2.8, 50.4), None, shapely.Point(2.9, 50.5)]) for _ in range(rows)]
    columns = {
        "nom": [f"n{number}" for number in range(rows)],
        "texte": [random_.choice(TEXTS[:5]) for _ in range(rows)],
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


def write_frame(path, random_, rows):
    gdf = frame(random_, rows)
    if path.suffix == ".parquet":
        gdf.to_parquet(path)
    else:
        # An index of FlatGeobuf holds no row without geometry.
        gdf.to_file(path, **({"SPATIAL_INDEX": "NO"} if path.suffix == ".fgb" else {}))
    return rows


def write_shapefile(path, random_, rows):
    """Write more shapes than rows of the table, as a copy that broke off has."""
    frame(random_, rows).to_file(path)
    dbf = path.with_suffix(".dbf")
    content = bytearray(dbf.read_bytes())
    head, width = int.from_bytes(content[8:10], "little"), int.from_bytes(content[10:12], "little")
    kept = rows - random_.randrange(3)
    content[4:8] = kept.to_bytes(4, "little")
    dbf.write_bytes(content[: head + kept * width] + b"\x1a")
    return rows


def write_markup(path, random_, rows):
    kml = path.suffix == ".kml"
    place = {True: "<Placemark><name>{}</name>{}</Placemark>", False: '<wpt lat="50.4" lon="2.8"><name>{}</name></wpt>'}
    point = "<Point><coordinates>2.8,50.4</coordinates></Point>"
    marks = [place[kml].format(f"n{number}", random_.choice([point, ""])) for number in range(rows)]
    body = "".join(marks)
    text = (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'
        if kml
        else f'<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">{body}</gpx>'
    )
    path.write_text(f'<?xml version="1.0"?>{text}', encoding="utf-8")
    return rows


def write_records(path, random_, rows):
    names = ("nom", "texte", "valeur", "lon", "lat")
    records = [dict(zip(names, row, strict=True)) for row in table(random_, rows)]
    path.write_text(json.dumps({"records": records}), encoding="utf-8")
    return rows


FORMATS = {
    "comma.csv": lambda *of: write_csv(*of, delimiter=","),
    "semicolon.csv": lambda *of: write_csv(*of, delimiter=";"),
    "tab.tsv": lambda *of: write_csv(*of, delimiter="\t"),
    "bar.txt": lambda *of: write_csv(*of, delimiter="|"),
    "sheet.xlsx": write_xlsx,
    "collection.geojson": write_geojson,
    "lines.geojsonl": write_lines,
    "records.json": write_records,
    "shapes.shp": write_shapefile,
    "rows.gpkg": write_frame,
    "rows.fgb": write_frame,
    "rows.parquet": write_frame,
    "places.kml": write_markup,
    "points.gpx": write_markup,
}


def said_lost(findings):
    """Return how many rows the report says are in the file and were not read."""
    lines = sum(values["n"] for key, values in findings.notes if key == "lines_unreadable")
    return lines + findings.repaired.get("features_unreadable", 0)


def check(read, folder, name, seed, rows):
    random_ = random.Random(f"{name} {seed}")  # noqa: S311 - seeded
    path = folder / name
    written = FORMATS[name](path, random_, rows)
    found = read(path)
    assert found.rows is not None, (seed, found.refusal or found.question)
    findings = found.findings
    assert findings.rows + said_lost(findings) == written, seed
    assert findings.kept + sum(findings.repaired.get(key, 0) for key in LEFT_OUT) == findings.rows, seed
    assert len(found.rows) == findings.kept, seed
    if findings.placed:
        assert found.rows.geometry.notna().sum() == findings.placed, seed


@pytest.mark.parametrize("name", FORMATS)
def test_rows_of_a_file_are_rows_kept_and_rows_said(read, tmp_path, name):
    check(read, tmp_path, name, seed=20, rows=24)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("name", FORMATS)
def test_no_row_of_any_file_is_lost_in_silence(read, tmp_path, name, seed):
    check(read, tmp_path, name, seed, rows=8 + 19 * seed)
