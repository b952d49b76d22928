import io
from urllib.parse import urlencode

import pypdf
import pytest

from atlas.serve.routes.print import ROUTES, file_name
from tests.http_client import make_client

CLIENT = make_client(ROUTES, "http://127.0.0.1:8501")


def ask(path, query=""):
    return CLIENT.get(f"{path}?{query}")


def kind_of(answer):
    return answer.headers["content-type"].partition(";")[0]


def text_of(answer):
    return " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())


def test_a_sheet_is_sent_as_it_is_asked_for():
    answer = ask("/atlas/sheet", "layers=slag_heaps&at=50.43,2.83,12&size=A3&orientation=portrait&format=pdf")
    assert (answer.status_code, kind_of(answer)) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith('attachment; filename="atlas-')
    box = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((297 / 25.4 * 72, 420 / 25.4 * 72), abs=0.01)
    # Its code reopens the map where it was asked for.
    assert "http://127.0.0.1:8501/?at=50.43,2.83,12" in text_of(answer).replace(" ", "")
    picture = ask("/atlas/sheet", "layers=slag_heaps&format=png&size=600x420")
    assert kind_of(picture) == "image/png"
    assert picture.content.startswith(b"\x89PNG")


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
    assert answer.json()["error"].startswith(words)


def test_a_code_is_a_picture_or_a_sentence():
    answer = ask("/atlas/qr", "text=http%3A%2F%2F127.0.0.1%3A8501%2F")
    assert kind_of(answer) == "image/svg+xml"
    assert b"<svg" in answer.content
    assert ask("/atlas/qr", "text=http%3A%2F%2F127.0.0.1%3A8501%2F" + "a" * 4000).status_code == 400


@pytest.mark.slow
def test_a_portrait_is_a_page_and_a_file():
    page = ask("/atlas/portrait/62498", "lang=en")
    assert (page.status_code, kind_of(page)) == (200, "text/html")
    assert b"<h1>Lens</h1>" in page.content
    file = ask("/atlas/portrait/62498.pdf", "lang=en")
    assert kind_of(file) == "application/pdf"
    assert text_of(file).startswith("Lens")


def test_a_portrait_of_nowhere_is_one_clear_sentence():
    answer = ask("/atlas/portrait/nowhere", "lang=pt")
    assert answer.status_code == 400
    assert "nowhere" in answer.json()["error"]


@pytest.mark.parametrize(
    ("row_id", "name"),
    [("62498", "62498"), ('a"\r\nX: y', "a___X__y"), ("œuvre 1", "_uvre_1"), ("煤" * 500, "_" * 100)],
)
def test_an_id_names_a_file_whatever_it_holds(row_id, name):
    assert file_name(row_id) == name
    assert f'inline; filename="{file_name(row_id)}.pdf"'.isascii()
