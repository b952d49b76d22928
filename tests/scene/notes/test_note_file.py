"""Notes as a file: read by the parser of the link, into views, stories and what the commands write."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.errors import ViewError
from atlas.render.assets import read_web
from atlas.scene.notes.note import MOST_IN_FILE, MOST_LETTERS, Note
from atlas.scene.notes.note_file import MOST_BYTES, read_notes_file
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.view import View, add_notes
from tests.scene.notes.test_notes import notes

RING = [[2.0, 50.0], [2.1, 50.0], [2.1, 50.1], [2.0, 50.0]]


def geometry_of(note):
    places = [[lon, lat] for lat, lon in note.points]
    if note.kind == "area":
        return {"type": "Polygon", "coordinates": [[*places, places[0]]]}
    if note.kind in {"pin", "text"}:
        return {"type": "Point", "coordinates": places[0]}
    return {"type": "LineString", "coordinates": places}


def notes_file(drawn):
    """Return notes as the page writes them (``web/map/notes/note_file.js``)."""
    features = [
        {
            "type": "Feature",
            "properties": {"kind": note.kind, "colour": note.colour, "text": note.text},
            "geometry": geometry_of(note),
        }
        for note in drawn
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def pins(count, text="note {}"):
    return tuple(Note("pin", ((50.43, round(2.8 + number / 1000, 5)),), text.format(number)) for number in range(count))


def feature(shape, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(notes(), max_size=5, unique=True))
def test_notes_are_what_their_file_says(drawn):
    assert read_notes_file(notes_file(drawn)) == tuple(drawn)


def test_points_lines_and_areas_of_other_programs_are_notes():
    content = b"\xef\xbb\xbf" + collection(
        feature("Point", [2, 50, 31], name="a\u202eb\nc"),
        feature("MultiPoint", [[2, 50]], kind="text", text="t"),
        feature("LineString", RING[:2], kind="arrow", colour="pink"),
        feature("MultiPolygon", [[RING]], title=5),
        feature("Polygon", [RING[:3]], colour="blue"),
        {
            "type": "Feature",
            "properties": None,
            "geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [3, 50]}]},
        },
    )
    assert [(note.kind, note.colour, note.text) for note in read_notes_file(content)] == [
        ("pin", "red", "ab c"),
        ("text", "red", "t"),
        ("arrow", "red", ""),
        ("area", "red", ""),
        ("area", "blue", ""),
        ("pin", "red", ""),
    ]
    assert read_notes_file(json.dumps(feature("Point", [2, 50])).encode()) == (Note("pin", ((50.0, 2.0),)),)
    assert read_notes_file(b'{"type":"Point","coordinates":[2,50]}') == (Note("pin", ((50.0, 2.0),)),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        *((text, "x: no GeoJSON with points") for text in (b"", b"{", b"[]", b"null", b"3", b'{"type":"Feature"}')),
        (b'{"type":"FeatureCollection"}', "x: no GeoJSON with points"),
        (b'{"type":"FeatureCollection","features":[3]}', "x: no GeoJSON with points"),
        (b'\xff{"type":"FeatureCollection","features":[]}', "x: no GeoJSON with points"),
        (b"[" * 100_000, "x: no GeoJSON with points"),
        (collection(feature("Point", [2, 50]), {"type": "Feature"}), "x, features[1]: no point, line or area"),
        (collection(feature("Point", ["x", None])), "x, features[0]: no point"),
        (collection(feature("Point", [True, False])), "x, features[0]: no point"),
        (collection(feature("Circle", [2, 50])), "x, features[0]: no point"),
        (collection(feature("Polygon", [])), "x, features[0]: no point"),
        (collection(feature("LineString", {"a": 1})), "x, features[0]: no point"),
        (collection(feature("Point", [700_000, 7_050_000])), "x, features[0]: 'pin [(7050000"),
        (
            collection(feature("LineString", [[2, 50]] * 200)),
            "x, features[0]: a note 'line' has 2 to 100 points, not 200",
        ),
        (collection(feature("LineString", [[2, 50]] * 2)), "x, features[0]: a note 'line' has 2 to 100 points, not 1"),
        (collection(feature("Point", [2, 50], text="x" * 201)), "x, features[0]: the text 'xxxx"),
        (collection(feature("Point", [2, 50], kind="text")), "x, features[0]: 'text [(50, 2)]' has no text"),
        (collection(feature("MultiPoint", [[2, k / 100] for k in range(1001)])), "x: more than 1000 notes"),
        (b" " * (MOST_BYTES + 1), "x: more than 4 MB"),
    ],
)
def test_what_is_no_file_of_notes_is_said_in_a_sentence(content, sentence):
    with pytest.raises(ViewError) as raised:
        read_notes_file(content, name="x")
    assert str(raised.value).startswith(sentence)
    assert "\n" not in str(raised.value)


def test_the_page_has_the_same_limits():
    script = read_web("map/notes/note_file.js")
    numbers = {name: int(value) for name, value in re.findall(r"export const (MOST_\w+) = (\d+);", script)}
    assert numbers == {"MOST_IN_FILE": MOST_IN_FILE, "MOST_MB": MOST_BYTES // 1_000_000}
    # As many notes as there may be, of as many points and letters, are a file that may be read.
    widest = Note(
        "line", tuple((-50.12345, round(-170 + k / 97, 5)) for k in range(100)), "\u20ac" * MOST_LETTERS, "violet"
    )
    text = json.dumps(json.loads(notes_file([widest]))["features"][0], ensure_ascii=False, separators=(",", ":"))
    assert MOST_IN_FILE * (len(text.encode()) + 2) < MOST_BYTES


def test_notes_of_a_link_and_of_a_file_are_the_same_objects():
    first, *others = pins(45)
    view = add_notes(View(note=(first,)), (first, *others))
    assert view.note == pins(45)
    read, problems = parse_permalink(to_permalink(view))
    # An address has as many as it holds, a file has them all.
    assert (read.note, problems) == (pins(40), ())
    assert parse_permalink(to_permalink(view, in_file=True), in_file=True) == (view, ())
    assert "45 notes, 40 at most" in str(parse_permalink(to_permalink(view, in_file=True))[1][0])
