"""Notes on the map: in a link, in files, on paper."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.render.assets import read_web, theme_style
from atlas.render.print.colours import look_of
from atlas.render.scene_message import scene_message
from atlas.render.single_file import scene_file
from atlas.scene.map.compose import compose
from atlas.scene.map.noted_rows import noted_rows
from atlas.scene.notes.note import (
    COLOURS,
    KINDS,
    MOST_CHARACTERS,
    MOST_LETTERS,
    MOST_NOTES,
    MOST_POINTS,
    POINTS_OF,
    SHADES,
    Note,
    fitting,
    plain_text,
    read_notes,
    write_note,
)
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.sharing import share
from atlas.scene.query.view import View

POINTS = {"pin": (1, 1), "text": (1, 1), "arrow": (2, 2), "line": (2, 9), "area": (3, 9)}
PLACES = st.tuples(st.floats(-90, 90), st.floats(-360, 360)).map(
    lambda at: (round(at[0], 5) + 0.0, round(at[1], 5) + 0.0)
)
TEXTS = st.text(max_size=40).map(plain_text)
EVIL = "<script>alert(1)</script> & \"x\" 'y' :,;=%26 +#?"


@st.composite
def notes(draw):
    kind = draw(st.sampled_from(KINDS))
    least, most = POINTS[kind]
    points = draw(st.lists(PLACES, min_size=least, max_size=most, unique=True))
    text = draw(TEXTS) or ("x" if kind == "text" else "")
    return Note(kind, tuple(points), text, draw(st.sampled_from(COLOURS)))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(notes(), max_size=5, unique=True))
def test_notes_are_what_their_link_says(drawn):
    view = View(note=tuple(drawn))
    assert parse_permalink(to_permalink(view)) == (view, ())


def test_a_note_is_readable_in_a_link():
    view, problems = parse_permalink("?note=pin:50.43,2.82:Fosse%2011/19&note=area.blue:50.4,2.8,50.5,2.8,50.5,2.9:Ici")
    assert problems == ()
    assert view.note == (
        Note("pin", ((50.43, 2.82),), "Fosse 11/19"),
        Note("area", ((50.4, 2.8), (50.5, 2.8), (50.5, 2.9)), "Ici", "blue"),
    )
    assert to_permalink(view).startswith("?note=pin:50.43,2.82:Fosse%2011%2F19&note=area.blue:50.4,2.8,50.5")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("flag:50,2:x", "note: 'flag:50,2:x' is no note; write kind:lat,lon,…:text"),
        ("pin", "note: 'pin' is no note"),
        ("pin:50:x", "note: 'pin:50:x' is no note"),
        ("pin:50,x:y", "note: 'pin:50,x:y' is no note"),
        ("pin:nan,2:y", "note: 'pin:nan,2:y' is no note"),
        ("pin.pink:50,2:x", "note: no value 'pink'; choose one of red, blue"),
        ("pin:95,2:x", "note: 'pin:95,2:x' is not on the Earth"),
        ("arrow:50,2:x", "note: a note 'arrow' has 2 to 2 points, not 1"),
        ("line:50,2,50,2:x", "note: a note 'line' has 2 to 100 points, not 1"),
        ("area:50,2,51,2:x", "note: a note 'area' has 3 to 100 points, not 2"),
        ("line:" + ",".join(["1,2,3,4"] * 60) + ":x", "note: a note 'line' has 2 to 100 points, not 120"),
        ("text:50,2:  ", "note: 'text:50,2:  ' has no text"),
        ("pin:50,2:" + "x" * 201, "note: the text 'xxxx"),
    ],
)
def test_what_is_no_note_is_said_and_the_others_stay(value, sentence):
    found, problems = read_notes([value, "pin:50.43,2.82:here"])
    assert [note.text for note in found] == ["here"]
    assert len(problems) == 1
    assert str(problems[0]).startswith(sentence)


def test_a_link_holds_a_stated_number_of_notes_and_characters():
    found, problems = read_notes([f"pin:50,2:{number}" for number in range(MOST_NOTES + 3)])
    assert len(found) == MOST_NOTES
    assert "43 notes, 40 at most" in str(problems[0])
    found, problems = read_notes([f"pin:50,{number}:" + "x" * MOST_LETTERS for number in range(30)])
    assert sum(len(write_note(note)) for note in found) <= MOST_CHARACTERS
    assert len(found) < 30
    assert f"{30 - len(found)} notes do not fit: keep them in a file" in str(problems[0])
    assert fitting(found) == (found, 0)


def test_signs_that_turn_round_what_is_written_are_left_out():
    assert plain_text("a\u202eb\nc\td\u2066e\x00f") == "ab c de f"
    assert plain_text("👩\u200d👧 é") == "👩\u200d👧 é"


def test_colours_differ_from_the_land_by_a_contrast_that_can_be_read():
    def luminance(colour):
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        red, green, blue = ((p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4) for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for theme in ("light", "dark", "room"):
        look = look_of(theme)
        for shades in SHADES.values():
            own, ground = luminance(shades[look.dark]), luminance(look.land)
            assert (max(own, ground) + 0.05) / (min(own, ground) + 0.05) >= 4.5


def test_the_scripts_have_the_same_limits_kinds_and_colours():
    text = read_web("map/notes/note_text.js")
    numbers = {name: int(value) for name, value in re.findall(r"export const (MOST_\w+) = (\d+);", text)}
    assert numbers == {
        "MOST_NOTES": MOST_NOTES,
        "MOST_POINTS": MOST_POINTS,
        "MOST_LETTERS": MOST_LETTERS,
        "MOST_CHARACTERS": MOST_CHARACTERS,
    }
    for theme in ("light", "dark"):
        # The dark one stands in a rule of the screen: paper is light.
        (block,) = re.findall(rf'^ *\[data-theme="{theme}"\] {{(.*?)}}', theme_style(), re.MULTILINE | re.DOTALL)
        shades = {name: value.upper() for name, value in re.findall(r"--note-(\w+): (#\w{6});", block)}
        assert shades == {name: pair[theme == "dark"] for name, pair in SHADES.items()}
    assert dict(re.findall(r'^  (\w+): "note-(\w+)",$', text, re.MULTILINE)) == {name: name for name in COLOURS}
    assert json.loads(re.search(r"KINDS = .*?(\[.*?\])", text)[1]) == list(KINDS)
    assert {
        kind: [int(least), MOST_POINTS if most == "MOST_POINTS" else int(most)]
        for kind, least, most in re.findall(r"^  (\w+): \[(\d), (\w+)\],$", text, re.MULTILINE)
    } == {kind: list(bounds) for kind, bounds in POINTS_OF.items()}


def noted():
    evil = Note("pin", ((50.43, 2.83),), plain_text(EVIL))
    area = Note("area", ((50.4, 2.8), (50.45, 2.8), (50.45, 2.9)), "Secteur", "blue")
    view, problems = parse_permalink("?lang=en&layers=slag_heaps&slag_heaps.area_ha__gte=100")
    assert problems == ()
    return View(lang="en", layers=view.layers, filters=view.filters, note=(evil, area)), evil, area


def test_notes_are_in_the_scene_and_nothing_in_them_is_markup_in_a_file(atlas):
    view, evil, area = noted()
    scene = compose(view, atlas)
    assert scene_message(scene)["notes"][1] == {
        "kind": "area",
        "colour": "blue",
        "points": list(area.points),
        "text": "Secteur",
    }
    page = scene_file(scene, {})
    assert "<script>alert" not in page
    assert evil.text.replace("<", "\\u003c").replace('"', '\\"')[:30] in page


def test_notes_are_the_last_layer_of_what_is_taken_away(atlas):
    view, evil, _ = noted()
    shown, wider, rows = noted_rows(view, atlas)
    assert list(rows) == ["slag_heaps", "notes"]
    assert shown.layers == ("slag_heaps", "notes")
    assert wider.catalog["notes"].title("en") == "Notes on the map"
    own = rows["notes"]
    assert own[["text", "kind", "colour"]].to_numpy().tolist() == [
        [evil.text, "pin", "red"],
        ["Secteur", "area", "blue"],
    ]
    assert own.geometry.iloc[0].coords[:] == [(2.83, 50.43)]
    assert own.geometry.iloc[1].geom_type == "Polygon"
    assert noted_rows(View(layers=("slag_heaps",)), atlas)[:2] == (View(layers=("slag_heaps",)), atlas)
    assert compose(shown, wider).marks[-1].layer == "notes"


def test_private_layers_leave_a_shared_view_and_its_notes_stay(atlas):
    view, *_ = noted()
    assert share(view, atlas).view.note == view.note
