"""Links for other sites: head of the page, picture, oEmbed; and what attacks them."""

import json
import re
import struct
from collections import OrderedDict
from html.parser import HTMLParser
from queue import Queue
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from defusedxml.ElementTree import fromstring
from starlette.requests import Request

import atlas.serve.state  # noqa: F401 - of a server that has just started the head says less
from atlas.i18n import t
from atlas.serve import link_head, picture_cache, short_links
from atlas.serve.routes import links
from atlas.serve.sessions import COOKIE
from atlas.serve.workers.lane_of import lane_of
from atlas.ui.app import OPTIONS
from tests.http_client import ADDRESS, get, make_client

CONICAL = "layers=slag_heaps&slag_heaps.form=conical&slag_heaps.area_ha__gte=10&lang=fr"
TITLE = "4 terrils d’au moins 10 ha, forme : conique"
SCRIPT = '"><script>alert(1)</script>'
FOREIGN = (
    "https://elsewhere.example/?layers=slag_heaps",
    "//elsewhere.example/",
    "https://atlas.example@elsewhere.example/",
    "https://atlas.example.elsewhere.example/",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://atlas.example/metrics",
    "https://atlas.example/atlas/export?layers=slag_heaps",
    "https://atlas.example/l/aaaaaaaa",
    "https://atlas.example/l/../../etc/passwd",
    "http://[::1",
    "",
)


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    """Folders of the test's own, nothing counted yet, and pictures that take no time."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(short_links, "_made", OrderedDict())


@pytest.fixture
def drawn(monkeypatch):
    """The links that are drawn, by a pen that takes no time."""
    asked = []
    monkeypatch.setattr(links, "_draw", lambda pairs: asked.append(pairs) or b"picture of " + repr(pairs).encode())
    return asked


class Head(HTMLParser):
    """The tags of a page by name, and the text of its scripts that are data."""

    def __init__(self, page):
        super().__init__()
        self.meta, self.links, self.data, self._reads = {}, [], [], False
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            self.meta[name] = given.get("content")
        if tag == "link":
            self.links.append(given)
        self._reads = tag == "script" and given.get("type") == "application/ld+json"
        self.scripts += tag == "script" and not self._reads

    def handle_data(self, data):
        if self._reads:
            self.data.append(json.loads(data))

    def handle_endtag(self, _):
        self._reads = False


page_client = make_client([OPTIONS["routes"][0]])


def spaced(text):
    """Return a text with plain spaces for those that keep words on a line."""
    return " ".join(text.split())


def head(query, **headers):
    answer = page_client.get(f"/?{query}", headers=headers)
    assert answer.status_code == 200
    return Head(answer.text)


def test_the_head_of_a_link_says_what_its_map_shows_and_where_its_picture_is():
    seen = head(CONICAL)
    assert spaced(seen.meta["og:title"]) == spaced(seen.meta["twitter:title"]) == TITLE
    assert seen.meta["og:description"].startswith("5 d'Auchel")
    assert seen.meta["og:locale"] == "fr_FR"
    assert seen.meta["twitter:card"] == "summary_large_image"
    for name in ("og:image", "twitter:image"):
        picture = urlsplit(seen.meta[name])
        assert (picture.netloc, picture.path) == ("atlas.example", "/atlas/preview.png")
        assert parse_qs(picture.query)["slag_heaps.form"] == ["conical"]
    assert (seen.meta["og:image:width"], seen.meta["og:image:height"]) == ("1200", "630")
    assert parse_qs(urlsplit(seen.meta["og:url"]).query) == parse_qs(CONICAL.replace("&lang=fr", ""))
    kinds = {link.get("type"): link["href"] for link in seen.links if link.get("rel") == "alternate"}
    assert kinds["text/turtle"] == f"{ADDRESS}/dcat.ttl"
    asked = parse_qs(urlsplit(kinds["application/json+oembed"]).query)
    assert asked["url"] == [seen.meta["og:url"]]


def test_a_browser_does_not_wait_for_layers_that_are_not_read_and_its_state_is_begun(monkeypatch):
    begun = Queue()
    with monkeypatch.context() as patch:
        patch.setattr("atlas.serve.state.first_state", lambda query, _: begun.put(query))
        patch.setattr(link_head, "preview_of", lambda _: pytest.fail("waited for"))
        patch.setattr("atlas.io.atlas.Atlas.has_read", lambda *_: False)
        seen = head(CONICAL, **{"sec-fetch-dest": "document"})
        assert begun.get(timeout=60) == parse_qs(CONICAL)
    assert seen.meta["og:title"] == t("app.title", "fr")
    assert parse_qs(urlsplit(seen.meta["og:image"]).query)["slag_heaps.form"] == ["conical"]
    # Others want the words, and a browser has them where they cost nothing.
    assert spaced(head(CONICAL).meta["og:title"]) == TITLE
    assert spaced(head(CONICAL, **{"sec-fetch-dest": "document"}).meta["og:title"]) == TITLE


def test_a_story_a_comparison_and_the_network_are_named():
    assert head("mode=present&story=trois-siecles-de-charbon:2&lang=fr").meta["og:title"] == "Trois siècles de charbon"
    assert head("mode=compare&compare=246200364&lang=en").meta["og:title"] == "Compare: CA de Lens - Liévin"
    assert head("mode=network&lang=en").meta["og:title"].startswith("Network of cooperation")


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_the_first_page_describes_the_catalogue_for_search_engines(catalog, lang):
    seen = head(f"lang={lang}")
    (described,) = seen.data
    assert described["@type"] == "DataCatalog"
    assert [layer["@id"] for layer in described["dataset"]] == [f"{ADDRESS}/#{layer_id}" for layer_id in catalog]
    for layer in described["dataset"]:
        assert layer["@type"] == "Dataset"
        assert 50 <= len(layer["description"]) <= 5000
        assert layer["license"]
        assert layer["name"]


def test_a_link_with_layers_describes_each_as_a_data_set():
    (described,) = head("layers=slag_heaps&layers=communes&lang=en").data
    heaps, communes = described["@graph"]
    assert (heaps["identifier"], communes["identifier"]) == ("slag_heaps", "communes")
    assert heaps["name"] == "Slag heaps"
    assert "http://creativecommons.org/licenses/by-sa/4.0/" in heaps["license"]
    south, west, north, east = (float(edge) for edge in heaps["spatialCoverage"]["geo"]["box"].split())
    assert south < north
    assert west < east
    assert {file["encodingFormat"] for file in heaps["distribution"]} >= {"text/csv", "application/geo+json"}
    assert all(file["contentUrl"].startswith(f"{ADDRESS}/atlas/export?") for file in heaps["distribution"])
    assert heaps["temporalCoverage"] == "2012-01-01/2012-12-31"


@pytest.mark.parametrize(
    "query",
    [
        urlencode({"layers": SCRIPT}),
        urlencode({"layers": "slag_heaps", "slag_heaps.name": SCRIPT}),
        urlencode({"territory": SCRIPT, "lang": SCRIPT}),
        urlencode({SCRIPT: SCRIPT}),
        urlencode({"layers": "slag_heaps", "select": SCRIPT, "compare": SCRIPT, "mode": "compare"}),
    ],
)
def test_nothing_of_a_link_becomes_markup(query):
    plain, attacked = head("layers=slag_heaps"), head(query)
    assert attacked.scripts == plain.scripts
    page = page_client.get(f"/?{query}").text
    assert "<script>alert(1)" not in page
    assert not re.search(r"<meta[^>]*>alert", page)


def test_the_header_host_is_in_no_tag():
    page = page_client.get(f"/?{CONICAL}", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}).text
    assert "evil.example" not in page


def test_a_link_without_end_gets_the_words_of_the_first_view():
    seen = head(urlencode([("layers", f"layer_{n}") for n in range(900)]))
    assert seen.meta["og:title"] == "Atlas des territoires post-miniers"
    assert len(seen.meta["og:image"]) < 8_200


@pytest.mark.slow
def test_a_picture_has_the_size_that_sites_ask_for_and_is_drawn_once(monkeypatch):
    answer = get("/atlas/preview.png?layers=viewpoints&lang=en")
    assert answer.headers["content-type"] == "image/png"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)
    assert answer.headers["cache-control"] == "public, max-age=3600"
    monkeypatch.setattr(links, "_draw", lambda _: pytest.fail("drawn again"))
    again = get("/atlas/preview.png?lang=en&layers=viewpoints&embed=true&utm_source=letter")
    assert again.content == answer.content


def test_a_picture_that_is_kept_waits_in_no_queue(drawn):
    assert lane_of(asked_for("/atlas/preview.png", CONICAL)) == "draw"
    get(f"/atlas/preview.png?{CONICAL}")
    assert lane_of(asked_for("/atlas/preview.png", CONICAL)) is None
    assert len(drawn) == 1


def asked_for(path, query):
    scope = {"type": "http", "path": path, "query_string": query.encode(), "headers": [], "server": ("a", 80)}
    return Request(scope | {"scheme": "http", "root_path": ""})


def test_pictures_take_no_more_disk_than_they_may(drawn, monkeypatch):
    monkeypatch.setattr(picture_cache, "MEGABYTE", 10)
    monkeypatch.setenv("ATLAS_LINK_PICTURES_MB", "20")
    for year in range(1900, 1910):
        get(f"/atlas/preview.png?year={year}")
    folder = picture_cache.cache_folder("link-pictures")
    assert len(drawn) == 10
    assert 0 < sum(path.stat().st_size for path in folder.iterdir()) <= 200


def test_a_picture_is_of_what_a_stranger_sees_whoever_asks(readers, towns):
    """A layer that a reader has uploaded is in no head and in no picture, not even in those that they ask for."""
    reader = readers()
    reader.keep(towns, "my_towns")
    query = "layers=viewpoints&layers=my_towns&lang=en"
    assert "my_towns" in reader.layers()
    page = page_client.get(f"/?{query}", headers={"Cookie": f"{COOKIE}={reader.token}"}).text
    assert "my_towns" not in page
    answer = reader.client.get("/oembed", params={"url": f"{ADDRESS}/?{query}"})
    assert "my_towns" not in answer.text
    assert answer.json()["title"] == "Views of slag heaps and pits (farm forecourts)"


def test_another_site_learns_how_to_embed_a_link():
    answer = get("/oembed?" + urlencode({"url": f"{ADDRESS}/?{CONICAL}", "maxwidth": 500, "maxheight": 100}))
    message = answer.json()
    assert (message["version"], message["type"], message["width"], message["height"]) == ("1.0", "rich", 500, 200)
    assert spaced(message["title"]) == TITLE
    assert message["html"].startswith('<iframe src="https://atlas.example/?embed=true&amp;layers=slag_heaps&amp;')
    assert 'width="500" height="200"' in message["html"]
    assert message["thumbnail_url"].startswith(f"{ADDRESS}/atlas/preview.png?layers=slag_heaps")
    whole = fromstring(get("/oembed?" + urlencode({"url": f"{ADDRESS}/?{CONICAL}", "format": "xml"})).content)
    assert whole.findtext("html").startswith("<iframe ")
    assert whole.findtext("width") == "800"


@pytest.mark.parametrize("url", FOREIGN)
def test_what_is_no_page_of_this_atlas_is_not_embedded(url):
    answer = get("/oembed?" + urlencode({"url": url}))
    assert answer.status_code == 404
    assert "elsewhere" not in answer.text


@pytest.mark.parametrize(
    ("query", "status"), [("format=yaml", 501), ("maxwidth=-1", 400), ("maxwidth=1e9", 400), ("maxheight=<b>", 400)]
)
def test_what_oembed_does_not_know_is_said(query, status):
    answer = get(f"/oembed?{urlencode({'url': f'{ADDRESS}/'})}&{query}")
    assert answer.status_code == status
    assert "<b>" not in answer.headers["content-type"]


def test_control_characters_of_a_link_do_not_break_the_xml():
    link = f"{ADDRESS}/?" + urlencode({"layers": "slag_heaps", "slag_heaps.name": "a\x01\x0b\uffffb", "lang": "en"})
    answer = get("/oembed?" + urlencode({"format": "xml", "url": link}))
    assert answer.status_code == 200
    assert "ab" in fromstring(answer.text).findtext("title")
