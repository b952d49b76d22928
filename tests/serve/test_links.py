"""Links in what is sent lead to this atlas or to addresses of the web."""

import io
import zipfile
import zlib

import pytest

from atlas.web_address import is_web_address
from tests.http_client import get, make_client, post

FOREIGN = [
    "javascript://atlas.example/%0aalert(1)//",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//elsewhere.example/",
    "\\\\elsewhere.example\\",
    "https:\\\\elsewhere.example",
    "https://elsewhere.example/",
    "https://atlas.example@elsewhere.example/",
    "https://elsewhere.example#@atlas.example/",
    "https://atlas.example\\@elsewhere.example/",
    "https://atlas.example.elsewhere.example/",
    "http://atlas.example/",
    "https://atlas.example:444/",
    "https://atlas.example\n.elsewhere.example/",
    "https://atlas.example:x/",
    "http://[::1",
    "https://",
    "file:///etc/passwd",
    "",
]


def texts(content):
    """Return a file, what its streams hold, and the members of a zip: everything in which an address may stand."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return b"".join(file.read(name) for name in file.namelist())
    parts = [content]
    for part in content.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return b"".join(parts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/atlas/portrait/246200364.pdf?lang=en&url={url}",
        "/atlas/compare/file.pdf?compare=246200364&ind=mine_shafts&lang=en&url={url}",
        "/atlas/compare/file.csv?compare=246200364&ind=mine_shafts&lang=en&url={url}",
        "/atlas/compare/file.png?compare=246200364&ind=mine_shafts&lang=en&url={url}",
        "/atlas/sheet?layers=communes&lang=en&url={url}",
        "/atlas/sheet?layers=communes&lang=en&format=png&url={url}",
        "/atlas/export?layers=intercommunalities&format=xlsx",
        "/atlas/export?layers=intercommunalities&format=csv",
        "/atlas/export?layers=intercommunalities&format=gpkg",
        "/atlas/stories/paysage-vivant?format=pdf",
        "/atlas/stories/paysage-vivant?format=html",
    ],
)
def test_no_drawn_file_holds_an_address_of_a_request(path):
    response = make_client().get(path.format(url="https://evil.example"), headers={"host": "evil.example"})
    # The whole name: there is a Beeville on the map.
    assert b"evil.example" not in texts(response.content)


def test_a_code_opens_this_atlas_alone():
    assert get("/atlas/qr?text=https%3A%2F%2Fatlas.example%2F%3Flang%3Dfr").status_code == 200
    for text in ("https%3A%2F%2Fevil.example", "javascript%3Aalert(1)", "tel%3A%2B33", "", "http%3A%2F%2F[%3A%3A1"):
        answer = get(f"/atlas/qr?text={text}&lang=en")
        assert answer.status_code == 400
        assert "does not open this atlas" in answer.json()["error"]


@pytest.mark.parametrize(
    "text",
    [
        *FOREIGN[:8],
        *FOREIGN[-3:],
        "http://[::1",
        "https://a b.example",
        "https://a.example/\u202e",
        "mailto:a@b.example",
    ],
)
def test_what_is_no_address_of_the_web(text):
    assert not is_web_address(text)


STORY = """+++
title = "Links"
language = "en"
+++
## One
?layers=communes

[a](javascript:alert(1)) [b](data:text/html,x) [c](//evil.example) [d](java\tscript:x) <javascript:alert(1)> [e](https://good.example/)
"""


def test_links_of_a_story_are_addresses_of_the_web():
    show = post("/atlas/story?format=show", STORY.encode()).json()
    runs = [run for block in show["slides"][0]["blocks"] for run in block]
    assert [run.get("link") for run in runs if run.get("link")] == ["https://good.example/"]
