"""Short links: what they lead to, how many there may be, and what attacks them."""

import json
import re
import sqlite3
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.requests import Request

from atlas.api.view import View
from atlas.folders import data_folder
from atlas.serve import short_links
from atlas.serve.workers.costly import address_of
from tests.command_line import run_atlas
from tests.http_client import ADDRESS, get, make_client, post
from tests.serve.routes.test_links import CONICAL, TITLE, folders, spaced  # noqa: F401 - a fixture


def shorten(query):
    return post(f"/atlas/short?{query}", b"")


def follow(path, client=None):
    return (client or make_client()).get(path, follow_redirects=False)


def test_a_short_link_leads_to_the_long_one_for_good():
    made = shorten(CONICAL).json()["link"]
    assert re.fullmatch(rf"{ADDRESS}/l/[a-z2-7]{{8}}", made)
    assert (
        shorten("slag_heaps.area_ha__gte=10&lang=fr&slag_heaps.form=conical&layers=slag_heaps").json()["link"] == made
    )
    answer = follow(urlsplit(made).path)
    assert answer.status_code == 302
    assert parse_qs(answer.headers["location"].removeprefix("/?")) == parse_qs(CONICAL.replace("&lang=fr", ""))
    embedded = get("/oembed?" + urlencode({"url": made})).json()
    assert spaced(embedded["title"]) == TITLE


@pytest.mark.parametrize(
    "end", [".", ")", "/", "%20", "%3E", "&utm_source=letter", "?fbclid=1", "%E2%80%8B", "\u201d,"]
)
def test_what_a_letter_puts_behind_a_short_link_takes_it_nowhere_else(end):
    path = urlsplit(shorten(CONICAL).json()["link"]).path
    expected = follow(path).headers["location"]
    for written in (path, path.upper().replace("/L/", "/l/")):
        answer = follow(f"{written}{end}")
        assert (answer.status_code, answer.headers.get("location")) == (302, expected)


def test_a_short_link_is_followed_by_programs_and_commands(tmp_path):
    made = shorten(CONICAL).json()["link"]
    long = View.from_link(f"?{CONICAL}")
    assert View.from_link(made) == View.from_link(urlsplit(made).path) == View.from_link(f"{made}/.") == long
    out = tmp_path / "heaps.geojson"
    assert run_atlas("query", made, "--out", out).returncode == 0
    again = tmp_path / "again.geojson"
    run_atlas("query", f"?{CONICAL}", "--out", again)
    assert json.loads(out.read_text())["features"] == json.loads(again.read_text())["features"]


@pytest.mark.parametrize(
    ("command", "ending"),
    [("query", "csv"), ("map", "html"), ("sheet", "pdf"), ("series --by communes", "pdf"), ("network", "graphml")],
)
def test_a_short_link_of_another_machine_is_refused(tmp_path, command, ending):
    done = run_atlas(*command.split(), "https://elsewhere.example/l/abcdefgh", "--out", tmp_path / f"a.{ending}")
    assert done.returncode == 1
    assert "pass the long link" in done.stderr
    assert not list(tmp_path.glob("a.*"))


def test_a_short_link_is_made_for_a_page_of_the_atlas_alone():
    assert make_client().post(f"/atlas/short?{CONICAL}").status_code == 403
    assert make_client().get(f"/atlas/short?{CONICAL}").status_code == 405


@pytest.mark.parametrize(
    "query", ["layers=nothing", "url=https://elsewhere.example", "//elsewhere.example", "private=1&layers=slag_heaps"]
)
def test_what_is_no_link_of_the_atlas_gets_no_short_one(query):
    answer = shorten(query)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not data_folder("short_links.sqlite3").exists()


@pytest.mark.parametrize(
    "kept", ["//elsewhere.example/", "a=b\r\nSet-Cookie: x=y", "https://elsewhere.example", "#a", ""]
)
def test_whatever_is_kept_a_short_link_leads_to_this_atlas(kept):
    shorten(CONICAL)
    with sqlite3.connect(data_folder("short_links.sqlite3")) as file:
        file.execute("INSERT INTO links VALUES ('aaaaaaaa', ?)", (kept,))
    answer = follow("/l/aaaaaaaa")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/?")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("short", ["aaaaaaaa", "a", "AAAAAAAA", "a" * 500, "%00aaaaaaa", "aaaaaaa'"])
def test_a_short_link_that_does_not_exist_is_a_sentence(short):
    answer = follow(f"/l/{short}")
    assert answer.status_code == 404
    assert "lien court n’existe pas" in answer.json()["error"]
    page = make_client().get(f"/l/{short}?lang=en", headers={"Accept": "text/html"})
    assert "there is no such short link" in page.text


@pytest.mark.parametrize(("licence", "status"), [("CC-BY-4.0", 400), (None, 200)])
def test_a_layer_that_a_reader_uploaded_is_in_no_short_link(readers, towns, licence, status):
    reader = readers()
    reader.keep(towns, "my_towns", **({"licence": licence} if licence else {}))
    answer = reader.request_json("POST", "/atlas/short?layers=viewpoints&layers=my_towns&lang=en", status=status)
    assert ("uploaded stays with you" in answer.get("error", "")) is (status == 400)
    path = data_folder("short_links.sqlite3")
    assert not path.exists() or b"my_towns" not in path.read_bytes()


def test_two_links_with_the_same_first_letters_stay_two(monkeypatch):
    monkeypatch.setattr(short_links, "_forms", lambda query: ["aaaaaaaa", "aaaaaaaa" + query[-4:]])
    first, second = (shorten(f"layers=slag_heaps&year={year}&lang=en").json()["link"] for year in (1900, 1901))
    assert first != second
    assert "year=1900" in follow(urlsplit(first).path).headers["location"]


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("ATLAS_LINK_SHORT", "1", "keeps as many short links as it can"),
        ("ATLAS_LINK_HOUR", "1", "too many short links in an hour"),
        ("ATLAS_LINK_LETTERS", "20", "too long for a short link"),
    ],
)
def test_short_links_are_bounded_and_what_exists_stays(monkeypatch, variable, value, sentence):
    first = shorten("layers=slag_heaps&lang=en").json()["link"]
    monkeypatch.setenv(variable, value)
    refused = shorten("layers=communes&year=1950&lang=en")
    assert refused.status_code == 400
    assert sentence in refused.json()["error"]
    assert follow(urlsplit(first).path).status_code == 302
    if variable != "ATLAS_LINK_LETTERS":
        assert shorten("layers=slag_heaps&lang=en").json()["link"] == first


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("10.0.0.1", "::ffff:10.0.0.1", True),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("testclient", "testclient", True),
    ],
)
def test_all_addresses_of_one_network_are_one_client(first, second, same):
    found = {address_of(Request({"type": "http", "client": (host, 1)})) for host in (first, second)}
    assert (len(found) == 1) is same


def test_a_damaged_file_of_short_links_is_said_and_no_failure():
    path = data_folder("short_links.sqlite3")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a database" * 100)
    for answer, status in ((shorten(f"{CONICAL}"), 400), (follow("/l/aaaaaaaa"), 503)):
        assert answer.status_code == status
        assert "le lien long marche toujours" in answer.json()["error"]
