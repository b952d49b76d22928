"""The address in what leaves the server: configured or its own, never what a request says."""

import io
import json
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest
from starlette.requests import Request

from atlas.environment import check_environment
from atlas.errors import AtlasError
from atlas.public_settings import read_public_settings
from atlas.serve.address import page_address, public_address
from tests.http_client import ADDRESS, get, make_client

EVIL = "evil.example"
LINK = "layers=slag_heaps&lang=en"
# Every answer that holds the address of the page.
WITH_ADDRESS = (
    f"/atlas/cite?{LINK}",
    f"/atlas/export?{LINK}&format=geojson",
    "/atlas/catalog.jsonld?lang=en",
    "/atlas/catalog/slag_heaps.jsonld?lang=en",
    "/atlas/portrait/62498?lang=en",
)
FOREIGN = (
    "javascript://atlas.example/%250aalert(1)//",
    "https://elsewhere.example/",
    "https://atlas.example@elsewhere.example/",
    "https://elsewhere.example\\@atlas.example/",
    "http://atlas.example/",
    "https://atlas.example:8443/",
    "https://atlas.example.elsewhere.example/",
    "//atlas.example/",
    "http://[::1",
    "data:text/html,atlas.example",
    "java\tscript:https://atlas.example/",
)


@pytest.mark.parametrize("path", WITH_ADDRESS)
def test_the_header_host_reaches_no_answer(path):
    answer = make_client().get(path, headers={"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"})
    assert answer.status_code == 200
    assert EVIL not in answer.text
    assert ADDRESS in answer.text


@pytest.mark.parametrize(
    "path", [WITH_ADDRESS[0], *(pytest.param(path, marks=pytest.mark.slow) for path in WITH_ADDRESS[1:])]
)
def test_a_configured_address_is_the_one_of_every_answer(path, monkeypatch):
    monkeypatch.setenv("ATLAS_PUBLIC_URL", "https://public.example")
    answer = make_client().get(path, headers={"Host": EVIL})
    assert "https://public.example/" in answer.text
    assert EVIL not in answer.text
    assert ADDRESS not in answer.text


def asked(url, address=ADDRESS):
    """Return a request for a page of a server, whose parameter ``url`` is an address."""
    parts = urlsplit(address)
    server = (parts.hostname, parts.port or 443)
    query = urlencode({"url": url}).encode()
    return Request({"type": "http", "scheme": parts.scheme, "server": server, "query_string": query, "headers": []})


@pytest.mark.parametrize("foreign", FOREIGN)
def test_an_address_in_a_request_that_is_not_of_this_server_is_not_used(foreign):
    assert page_address(asked(foreign)) == f"{ADDRESS}/"


def test_an_address_of_this_server_is_used_without_its_query():
    assert page_address(asked(f"{ADDRESS}/map?mode=compare#here")) == f"{ADDRESS}/map"
    local = "http://127.0.0.1:8501"
    assert page_address(asked("http://localhost:8501/?a=b", local)) == "http://localhost:8501/"
    assert page_address(asked("http://localhost:9/", local)) == f"{local}/"
    assert page_address(asked("http://elsewhere/", "http://[::1]:8501")) == "http://[::1]:8501/"


def test_an_address_of_a_socket_for_both_families_is_written_as_the_browser_does():
    # `streamlit run` listens so: the code of the default start was refused.
    request = asked("http://127.0.0.1:8501/?a=b", "http://[::ffff:127.0.0.1]:8501")
    assert page_address(request) == "http://127.0.0.1:8501/"
    assert public_address(request) == "http://127.0.0.1:8501/"
    assert page_address(asked("http://localhost:8501/", "http://[::ffff:127.0.0.1]:8501")) == "http://localhost:8501/"


def test_a_foreign_address_is_in_no_file():
    portrait = get("/atlas/portrait/62498?lang=en&url=javascript://atlas.example/%250aalert(1)//")
    assert "alert(1)" not in portrait.text
    assert f'href="{ADDRESS}/?' in portrait.text
    for kind in ("csv", "xlsx"):
        answer = get(f"/atlas/compare/file.{kind}?mode=compare&ind=heap_density&url=https://elsewhere.example/")
        content = answer.content
        if kind == "xlsx":
            sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
            text = "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
            assert f"{ADDRESS}/?" in text
        else:
            text = answer.text
        assert "elsewhere" not in text


def test_the_ids_of_the_catalogue_have_the_public_address():
    described = json.loads(get("/atlas/catalog.jsonld?lang=en").text)
    assert described["@id"].startswith(f"{ADDRESS}/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("ATLAS_PUBLIC_URL", url)
            for url in ("atlas.example", "ftp://a.example", "https://a.example/path", "https://")
        ),
        *(("ATLAS_PUBLIC_URL", url) for url in ("https://a.example:99999", "https://*.example", "https://a.example?q")),
        *(
            ("ATLAS_FRAME_ANCESTORS", text)
            for text in ("example.org", "https://a; script-src *", "'none' https://a.org")
        ),
        ("ATLAS_FRAME_ANCESTORS", "data:"),
        *(
            ("ATLAS_CONTACT", text)
            for text in ("somebody", "javascript:alert(1)", "mailto:", "a@b", "a@b.example?cc=c")
        ),
        *(("ATLAS_PUBLISHER", text) for text in ("two\nlines", "x" * 201)),
    ],
)
def test_a_wrong_setting_is_refused_before_the_server_starts(name, value):
    with pytest.raises(AtlasError, match=name):
        check_environment({name: value})


def test_settings_are_read_as_they_are_written():
    assert read_public_settings({}).url is None
    assert read_public_settings({"ATLAS_PUBLIC_URL": "https://a.example:8443"}).url == "https://a.example:8443/"
    ancestors = "'self' https://*.example.org http://b.example:8080"
    assert read_public_settings({"ATLAS_FRAME_ANCESTORS": ancestors}).frame_ancestors == ancestors
    named = read_public_settings({"ATLAS_PUBLISHER": " Mission Bassin Minier ", "ATLAS_CONTACT": "a@b.example"})
    assert (named.publisher, named.contact) == ("Mission Bassin Minier", "mailto:a@b.example")
    assert read_public_settings({"ATLAS_CONTACT": "https://b.example/contact"}).contact == "https://b.example/contact"
