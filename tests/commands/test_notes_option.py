"""``--notes FILE.geojson``: notes that no link holds, in everything that is drawn or written."""

import io
import json
import os
import re
import zipfile

import geopandas as gpd
import pypdf
import pytest

from atlas.__main__ import _parser
from tests.command_line import run_atlas
from tests.commands.test_sharing_commands import commands
from tests.scene.notes.test_note_file import notes_file, pins

LAST = "Zyxw 44"
HERE = "?lang=en&layers=slag_heaps&slag_heaps.area_ha__gte=90&at=50.43,2.82,12"
# What draws or writes the map of a link, with what it writes.
DRAWING = {"query", "map", "sheet", "series", "portrait", "story export"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "many.geojson"
    path.write_bytes(notes_file(pins(45, "Zyxw {}")))
    return path


def test_every_command_that_draws_a_map_takes_notes():
    options = {name: {o for a in parser._actions for o in a.option_strings} for name, parser in commands(_parser())}  # noqa: SLF001
    assert {name for name, known in options.items() if "--notes" in known} == DRAWING


def test_notes_are_rows_of_a_file_and_marks_of_a_map(file, tmp_path):
    for name in ("rows.gpkg", "map.html", "map.pdf"):
        command = "query" if name == "rows.gpkg" else "map"
        assert run_atlas(command, HERE, "--notes", file, "--out", tmp_path / name).returncode == 0
    rows = gpd.read_file(tmp_path / "rows.gpkg", layer="notes")
    assert list(rows["text"]) == [note.text for note in pins(45, "Zyxw {}")]
    assert LAST in (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "Zyxw" in pypdf.PdfReader(tmp_path / "map.pdf").pages[0].extract_text()


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("sheet", f"{HERE}&card=slag_heaps:t144", "x.pdf"),
        ("sheet", f"{HERE}&select=circle:50.43,2.83,2000", "x.html"),
        ("series", HERE, "x.pdf", "--by=slag_heaps"),
        ("portrait", "62498", "x.pdf", "--lang=en"),
        ("portrait", "62498", "x.html", "--lang=en"),
        ("story", "export", "paysage-vivant", "x.html", "--lang=en"),
        ("story", "export", "paysage-vivant", "x.pdf", "--lang=en"),
        ("query", HERE, "x.qgz"),
        ("query", HERE, "x.geojson"),
        ("query", HERE, "x.kml"),
    ],
    ids=" ".join,
)
def test_notes_are_in_everything_that_is_drawn_or_written(tmp_path, command):
    # In the middle of what is drawn.
    content = json.loads(notes_file(pins(45, "Zyxw {}")))
    path = tmp_path / "many.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    name = next(part for part in command if part.startswith("x."))
    arguments = [f"--out={tmp_path / part}" if part == name else part for part in command]
    done = run_atlas(*arguments, f"--notes={path}")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / name).read_bytes()
    if name.endswith(".pdf"):
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written)).pages)
        assert "Zyxw" in text
    elif name.endswith((".qgz", ".kml")):
        inside = [written]
        if zipfile.is_zipfile(io.BytesIO(written)):
            with zipfile.ZipFile(io.BytesIO(written)) as archive:
                inside = [archive.read(part) for part in archive.namelist()]
        assert any(b"Zyxw 44" in part for part in inside)
    elif command[0] in {"sheet", "portrait"}:
        # As words too, beside those of the picture and of the link.
        listed = re.findall(r"<li><strong>Pin</strong> (Zyxw \d+)</li>", written.decode())
        assert listed == [f"Zyxw {number}" for number in range(45)]
    else:
        assert "Zyxw" in written.decode()


@pytest.mark.parametrize(
    "content",
    [b"{", b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}', None, "folder", "pipe"],
)
def test_another_file_is_one_sentence_and_nothing_is_written(tmp_path, content):
    path, out = tmp_path / "no.geojson", tmp_path / "x.html"
    if content == "folder":
        path.mkdir()
    elif content == "pipe":
        os.mkfifo(path)
    elif content is not None:
        path.write_bytes(content)
    done = run_atlas("map", HERE, "--notes", path, "--out", out)
    assert done.returncode == 1
    [sentence] = done.stderr.splitlines()
    assert "no.geojson" in sentence
    assert not out.exists()


def test_a_project_that_reads_a_service_has_no_notes(file, tmp_path):
    done = run_atlas("query", HERE, "--notes", file, "--ogc", "https://a.example/ogc", "--out", tmp_path / "x.qgz")
    assert done.returncode == 1
    assert "leave out --notes or --ogc" in done.stderr
