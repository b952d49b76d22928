"""Notes that no link holds come with the request for what they are drawn on or written into."""

import io
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from atlas.scene.notes.note import write_note
from atlas.scene.notes.note_file import MOST_BYTES
from atlas.serve.app import ROUTES
from atlas.serve.workers.lane_of import takes_notes
from tests.http_client import get, make_client, post
from tests.scene.notes.test_note_file import notes_file, pins

MANY = pins(45, "Zyxw {}")
LINK = "lang=en&layers=slag_heaps&slag_heaps.area_ha__gte=90&" + "&".join(
    f"note={quote(write_note(note))}" for note in MANY[:40]
)
EXPORT = f"/atlas/export?{LINK}&format=geojson"


def rows_of(response):
    assert response.status_code == 200, response.text
    return [one["properties"]["text"] for one in response.json()["features"] if one["properties"]["layer"] == "notes"]


def test_the_notes_of_the_link_and_those_that_are_sent_are_in_the_file_once():
    assert len(rows_of(get(EXPORT))) == 40
    response = post(EXPORT, notes_file(MANY))
    assert rows_of(response) == [note.text for note in MANY]
    assert response.headers["cache-control"] == "no-store"
    # The next request knows nothing of them.
    assert len(rows_of(get(EXPORT))) == 40
    page = post(f"/atlas/file?{LINK}", notes_file(MANY))
    assert MANY[-1].text in page.text


def test_only_pages_of_ours_send_notes_and_only_notes():
    client = make_client()
    foreign = client.post(EXPORT, content=notes_file(MANY), headers={"content-type": "text/plain"})
    assert foreign.status_code == 403
    for content, sentence in (
        (b"{", "notes: no GeoJSON"),
        (b'{"type":"FeatureCollection","features":[{}]}', "notes, features[0]: no point"),
        (b" " * (MOST_BYTES + 1), "notes: more than 4 MB"),
    ):
        refused = post(EXPORT, content)
        assert refused.status_code == 400
        assert refused.json()["error"].startswith(sentence)


def test_what_a_note_says_is_text_wherever_it_is_written():
    evil = pins(1, "<img src=x onerror=alert(1)> =1+1 {}")
    page = post(f"/atlas/file?{LINK}", notes_file(evil)).text
    assert "<img src=x" not in page


def test_every_address_that_takes_notes_takes_them_by_post():
    both = {"GET": set(), "POST": set()}
    for route in ROUTES:
        if takes_notes(route.path):
            for method in (route.methods or set()) - {"HEAD"}:
                both[method].add(route.path)
    assert both["GET"] == both["POST"] != set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["sheet?format=pdf&", "area.pdf?territory=62498&", "objects/slag_heaps/t144.pdf?", "portrait/62498.pdf?"]
)
def test_sheets_show_what_is_sent(path):
    response = post(f"/atlas/{path}{LINK}&at=50.43,2.82,12", notes_file(MANY))
    assert response.status_code == 200, response.text
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "Zyxw" in text
