"""Valid files with some bytes changed, moved or cut are read, or refused with one sentence."""

import io
import re
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.__main__ import main
from atlas.catalog import open_catalog, shipped_layers
from atlas.io.check import check_layer

KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    + "<Placemark><name>x</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>" * 3
    + "</Document></kml>"
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """A small good file of each format."""
    folder = tmp_path_factory.mktemp("seeds")
    shapes = [shapely.Point(2.8, 50.4), shapely.box(2.8, 50.4, 2.9, 50.5), shapely.LineString([(2, 50), (3, 51)])]
    mixed = gpd.GeoDataFrame({"name": ["a", "é", None], "n": [1, 2, None]}, geometry=shapes, crs=4326)
    for name in ("a.geojson", "a.gpkg", "a.fgb"):
        mixed.to_file(folder / name)
    mixed.to_parquet(folder / "a.parquet")
    mixed.iloc[1:2].to_file(folder / "a.shp")
    (folder / "a.kml").write_text(KML, encoding="utf-8")
    (folder / "a.csv").write_text("name,lon,lat\na,2.8,50.4\nb,2.9,50.5\n", encoding="utf-8")
    book, archive = openpyxl.Workbook(), io.BytesIO()
    for row in (["name", "lon", "lat"], ["a", 2.8, 50.4]):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for ending in (".shp", ".shx", ".dbf", ".prj"):
            file.write(folder / f"a{ending}", f"a{ending}")
    (folder / "a.zip").write_bytes(archive.getvalue())
    return folder


edits = st.lists(
    st.tuples(st.sampled_from(["set", "cut", "double", "insert"]), st.floats(0, 1), st.binary(min_size=1, max_size=12)),
    min_size=1,
    max_size=6,
)


def mutated(content, changes):
    for kind, place, piece in changes:
        at = int(place * len(content))
        if kind == "set":
            content = content[:at] + piece + content[at + len(piece) :]
        elif kind == "cut":
            content = content[:at] + content[at + 7 * len(piece) :]
        elif kind == "double":
            content = content[:at] + content[at : at + 40] + content[at:]
        else:
            content = content[:at] + piece + content[at:]
    return content


NAMES = ["a.geojson", "a.gpkg", "a.fgb", "a.parquet", "a.shp", "a.kml", "a.csv", "a.xlsx", "a.zip"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_some_bytes_changed_is_read_or_refused(seeds, tmp_path, monkeypatch, capsys, name):
    monkeypatch.setenv("ATLAS_IMPORT_SECONDS", "600")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    @settings(
        deadline=None, derandomize=True, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(edits)
    def hold(changes):
        with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
            path, own = Path(folder, name), Path(folder, "own")
            path.write_bytes(mutated((seeds / name).read_bytes(), changes))
            monkeypatch.setenv("ATLAS_LAYERS", str(own))
            capsys.readouterr()
            code = main(["import", str(path), "--as", "mine"])
            message = capsys.readouterr().err
            if code:
                # One sentence; a question about the header shows the first rows below it.
                sentence, *rows = message.strip().splitlines()
                assert all(re.match(r"\d+ \| ", row) for row in rows), message
                assert sentence
                assert not rows or "--header" in sentence, message
                assert "Traceback" not in message
                assert not own.exists()
            else:
                assert check_layer(open_catalog(shipped_layers())["mine"]) == []
            assert list(tmp_path.glob("atlas-import-*")) == []

    hold()
