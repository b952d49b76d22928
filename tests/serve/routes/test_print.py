import io
import json
from urllib.parse import urlencode

import pypdf
import pytest
from starlette.requests import Request

from atlas.serve.routes.print import ROUTES

HANDLERS = {route.path: route.endpoint for route in ROUTES}


def ask(path, query="", **params):
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1:8501")],
        "server": ("127.0.0.1", 8501),
        "path_params": params,
    }
    return HANDLERS[path](Request(scope))


def text_of(answer):
    return " ".join(pypdf.PdfReader(io.BytesIO(answer.body)).pages[0].extract_text().split())


def test_a_sheet_is_sent_as_it_is_asked_for():
    answer = ask("/atlas/sheet", "layers=slag_heaps&at=50.43,2.83,12&size=A3&orientation=portrait&format=pdf")
    assert (answer.status_code, answer.media_type) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith('attachment; filename="atlas-')
    box = pypdf.PdfReader(io.BytesIO(answer.body)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((297 / 25.4 * 72, 420 / 25.4 * 72), abs=0.01)
    # Its code reopens the map where it was asked for.
    assert "http://127.0.0.1:8501/?at=50.43,2.83,12" in text_of(answer).replace(" ", "")
    picture = ask("/atlas/sheet", "layers=slag_heaps&format=png&size=600x420")
    assert picture.media_type == "image/png"
    assert picture.body.startswith(b"\x89PNG")


@pytest.mark.slow
def test_a_sheet_does_not_send_its_readers_to_another_server():
    query = "layers=slag_heaps&at=50.43,2.83,12&" + urlencode({"url": "https://elsewhere.example/"})
    assert "elsewhere" not in text_of(ask("/atlas/sheet", query))
    own = "layers=slag_heaps&at=50.43,2.83,12&" + urlencode({"url": "http://127.0.0.1:8501/mines/"})
    assert "http://127.0.0.1:8501/mines/?at" in text_of(ask("/atlas/sheet", own)).replace(" ", "")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("format=docx", "format : pas de valeur 'docx'"),
        ("size=A0", "size : 'A0' ; écrivez A4, A3"),
        ("size=99999x10", "size : '99999x10'"),
        ("orientation=askew", "orientation : pas de valeur 'askew'"),
        ("layers=moon", "layers : pas de couche 'moon'"),
        ("territory=nowhere&lang=en", "territory: no territory 'nowhere'"),
    ],
)
def test_what_cannot_be_drawn_is_one_clear_sentence(query, words):
    answer = ask("/atlas/sheet", query)
    assert answer.status_code == 400
    assert json.loads(answer.body)["error"].startswith(words)


def test_a_code_is_a_picture_or_a_sentence():
    answer = ask("/atlas/qr", "text=https%3A%2F%2Fatlas.example%2F")
    assert answer.media_type == "image/svg+xml"
    assert b"<svg" in answer.body
    assert ask("/atlas/qr", "text=" + "a" * 4000).status_code == 400


@pytest.mark.slow
def test_a_portrait_is_a_page_and_a_file():
    page = ask("/atlas/portrait/{territory}", "lang=en", territory="62498")
    assert (page.status_code, page.media_type) == (200, "text/html")
    assert b"<h1>Lens</h1>" in page.body
    file = ask("/atlas/portrait/{territory}", "lang=en", territory="62498.pdf")
    assert file.media_type == "application/pdf"
    assert text_of(file).startswith("Lens")


def test_a_portrait_of_nowhere_is_one_clear_sentence():
    answer = ask("/atlas/portrait/{territory}", "lang=pt", territory="nowhere")
    assert answer.status_code == 400
    assert "nowhere" in json.loads(answer.body)["error"]
