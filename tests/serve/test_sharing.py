"""Files and links that leave the atlas: private layers stay out of them without ``private=1``."""

import io
import zipfile
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import numpy as np
import pytest
from matplotlib.image import imread

from atlas.scene.query.permalink import to_permalink
from atlas.serve.app import ROUTES
from atlas.serve.ogc.routes import ROUTES as PROGRAMS
from atlas.serve.routes import links
from atlas.serve.routes.stories import LEFT_OUT
from atlas.ui.app import OPTIONS
from tests.http_client import ADDRESS, get, get_json, make_client, post
from tests.private_layer import ID, LAT, LON, TITLE, import_private_layer, mentions_layer

LINK = f"layers=viewpoints&layers={ID}&{ID}.state=Zyxwvuts%20value&at={LAT},{LON},14&lang=en"
STORY = f'+++\ntitle = "Mine"\nlanguage = "en"\n+++\n\n## One\n\n?{LINK}\n\nHere.\n'

# Every route that sends what may be passed on, with its requests.
SHARED = {
    "/atlas/export": [
        f"/atlas/export?{LINK}&format={kind}" for kind in ("geojson", "gpkg", "csv", "parquet", "fgb", "kml", "qgz")
    ],
    "/atlas/export/preview": [f"/atlas/export/preview?{LINK}"],
    "/atlas/file": [f"/atlas/file?{LINK}"],
    "/atlas/sheet": [f"/atlas/sheet?{LINK}&format=pdf", f"/atlas/sheet?{LINK}&format=png&size=900x700"],
    "/atlas/portrait/{territory}": ["/atlas/portrait/62498?lang=en", "/atlas/portrait/62498.pdf?lang=en"],
    "/atlas/series": [f"/atlas/series?{LINK}&territory=62498&by=communes"],
    "/atlas/objects/{layer}/{row:path}": [f"/atlas/objects/communes/62498{end}?{LINK}" for end in ("", ".pdf")],
    "/atlas/area": [f"/atlas/area?{LINK}&territory=62498"],
    "/atlas/area.pdf": [f"/atlas/area.pdf?{LINK}&territory=62498"],
    "/atlas/styles/{layer}/{kind}.{ending}": [f"/atlas/styles/{ID}/point.sld?lang=en"],
    "/atlas/cite": [f"/atlas/cite?{LINK}"],
    "/atlas/catalog.{form}": ["/atlas/catalog.jsonld?lang=en"],
    "/atlas/catalog/{layer}.{form}": [f"/atlas/catalog/{ID}.{form}?lang=en" for form in ("jsonld", "ttl")],
    "/dcat.{form}": ["/dcat.ttl?lang=en", "/dcat.rdf?lang=en"],
    "/atlas/compare/file.{kind}": [
        f"/atlas/compare/file.{kind}?{LINK}&ind=heap_density" for kind in ("csv", "xlsx", "pdf", "png")
    ],
    "/atlas/network/file.{ending}": [f"/atlas/network/file.{kind}?{LINK}" for kind in ("graphml", "jsonld")],
    "/atlas/story": [f"/atlas/story?lang=en&format={kind}&size=900x700" for kind in ("html", "png")]
    + ["/atlas/story?lang=en&format=pdf"],
    "/atlas/stories/{slug}": ["/atlas/stories/paysage-vivant?lang=en&format=pdf"],
}
# Routes that only the page of the layers' own reader uses, or that send no layer.
PAGE_ONLY = {
    *(
        "/atlas/accessibility",
        "/healthz",
        "/metrics",
        "/atlas/map",
        "/atlas/opening",
        "/atlas/answers",
        "/atlas/state",
        "/atlas/tree",
        "/atlas/measure",
        "/atlas/act",
        "/atlas/outline",
        "/atlas/years",
    ),
    *("/atlas/basemaps", "/atlas/description", "/atlas/territories", "/atlas/layers/{layer}", "/atlas/sheets/{layer}"),
    *("/atlas/cards/{layer}/{row:path}", "/atlas/web/{stamp}/fonts/{face}.woff2", "/atlas/words/{section}"),
    "/atlas/web/{stamp}/{path:path}",
    *("/atlas/search", "/atlas/table", "/atlas/summary", "/atlas/charts", "/atlas/classes", "/atlas/catalog"),
    "/atlas/series/progress",
    *(
        "/atlas/share",
        "/atlas/ties/{layer}/{row:path}",
        "/atlas/qr",
        "/atlas/stories",
        "/atlas/story/text",
        "/atlas/story/figures",
    ),
    # As a stranger sees it, whatever is asked: the tests below.
    *("/sw.js", "/atlas/manifest.webmanifest", "/atlas/icon-{size}.png"),
    *("/atlas/preview.png", "/oembed", "/atlas/short", "/l/{short:path}"),
    *("/atlas/presenter", "/atlas/uploads", "/atlas/uploads/{name}", "/atlas/network"),
    *(f"/atlas/network/{what}" for what in ("projects/{row}", "places/{row}", "communes/{row}")),
    *(f"/atlas/network/{what}" for what in ("practices", "aims", "pairings")),
    *(f"/atlas/view/{{layer}}{what}" for what in ("", "/row", "/list", "/hit", "/next", "/rows", "/kept")),
    "/atlas/compare",
    *(f"/atlas/compare/{what}" for what in ("choices", "ranks", "perimeters", "maps", "points", "outlines", "clock")),
    *(
        f"/atlas/compare/{what}"
        for what in ("twins", "register", "links", "evidence", "moran", "typology", "formulas/{indicator}.svg")
    ),
}


@pytest.fixture(scope="module", autouse=True)
def secret(tmp_path_factory):
    """One private layer beside the shipped ones."""
    with pytest.MonkeyPatch.context() as patch:
        import_private_layer(tmp_path_factory.mktemp("secret"), patch)
        yield


def download(path, story=STORY, *, private=False):
    """Return the response of a route that shares; the routes of a reader's own story get one."""
    path = f"{path}&private=1" if private else path
    return post(path, story.encode()) if path.startswith("/atlas/story?") else get(path)


def test_every_route_either_shares_or_is_looked_at():
    # Routes for other programs never send a private layer: see `tests/serve/ogc/test_private.py`.
    programs = {route.path for route in PROGRAMS}
    assert {route.path for route in ROUTES} == SHARED.keys() | PAGE_ONLY | programs


# What takes seconds to measure, to draw or to read; another file of the same content is asked for beside it.
LONG = (
    *("/atlas/portrait", "/dcat.", "/atlas/compare/file.", "/atlas/story", "/atlas/stories/", "/atlas/series"),
    *("/atlas/objects", "/atlas/sheet", "/atlas/catalog/", "/atlas/network/file", "/atlas/styles"),
    *(f"/atlas/export?{LINK}&format={kind}" for kind in ("parquet", "fgb", "kml")),
)


def parameters(paths):
    """Return the paths as parameters; files that take long are ``slow``."""
    return [pytest.param(path, marks=[pytest.mark.slow] * path.startswith(LONG), id=path[:60]) for path in paths]


@pytest.mark.parametrize("path", parameters(path for paths in SHARED.values() for path in paths))
def test_nothing_of_a_private_layer_leaves_unless_it_is_asked_for(path):
    public, private = download(path), download(path, private=True)
    assert private.status_code == 200, private.text
    if path.startswith((f"/atlas/catalog/{ID}", f"/atlas/styles/{ID}")):
        assert public.json() == {"error": f"no layer {ID}"}
        assert mentions_layer(private.content)
        return
    assert public.status_code == 200, public.text
    assert not mentions_layer(public.content)
    assert ID not in str(public.headers)
    if path.startswith(("/atlas/stories/", "/atlas/compare/file.csv")):
        # No story of the atlas is about a reader's layer, and a table of figures names none.
        assert not mentions_layer(private.content)
    elif private.content.startswith(b"\x89PNG"):
        _differ_as_pictures(path, public, private)
    else:
        assert mentions_layer(private.content)


def _differ_as_pictures(path, public, private):
    """A picture is as if the layer were not there; where it shows layers, it is another with it."""
    without = [text.replace(f"&layers={ID}&{ID}.state=Zyxwvuts%20value", "") for text in (path, STORY)]
    picture = imread(io.BytesIO(public.content))
    assert (picture == imread(io.BytesIO(download(*without).content))).all()
    assert not np.array_equal(picture, imread(io.BytesIO(private.content)))


def test_a_spreadsheet_of_the_comparison_names_no_private_layer():
    book = download(f"/atlas/compare/file.xlsx?{LINK}&ind=heap_density").content
    sheets = [name for name in zipfile.ZipFile(io.BytesIO(book)).namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not mentions_layer(book)


@pytest.mark.parametrize("path", ["export?format=csv&", "file?", "sheet?", "cite?"])
def test_a_link_that_shows_nothing_else_is_refused_in_a_sentence_of_the_page(path):
    answer = get(f"/atlas/{path}layers={ID}&lang=fr")
    assert answer.status_code == 400
    assert "couche privée, sans licence, et rien d’autre" in answer.json()["error"]


@pytest.mark.parametrize("path", ["export?format=csv&", "file?", "sheet?"])
def test_a_private_layer_that_decides_what_is_kept_is_not_dropped_in_silence(path):
    link = f"layers=slag_heaps&near=slag_heaps:{ID}:2000&lang=en"
    answer = get(f"/atlas/{path}{link}")
    assert answer.status_code == 400
    assert f"near: {ID}: a private layer" in answer.json()["error"]
    assert get(f"/atlas/{path}{link}&private=1").status_code == 200


def test_the_page_is_told_what_is_left_out_and_what_link_is_passed_on():
    assert get_json(f"/atlas/share?{LINK}") == {
        "layers": [[ID, TITLE]],
        "link": "lang=en&at=50.43123,2.83123,14&layers=viewpoints",
        "problem": None,
    }
    alone = get_json(f"/atlas/share?layers={ID}&lang=en&private=1")
    assert (alone["layers"], alone["link"]) == ([[ID, TITLE]], None)
    assert "ask for it" in alone["problem"]
    assert get_json("/atlas/share?layers=viewpoints")["layers"] == []


def test_a_story_says_what_it_is_without_and_is_looked_at_with_it():
    answer = download("/atlas/story?lang=en&format=html")
    assert unquote(answer.headers[LEFT_OUT]) == TITLE
    assert LEFT_OUT not in download("/atlas/story?lang=en&format=html", private=True).headers
    assert mentions_layer(download("/atlas/story?lang=en&format=show").content)


@pytest.mark.parametrize(
    "figure",
    [
        f"{{count {ID}}}",
        f"{{value {ID}.state:1}}",
        f"{{count slag_heaps ?near=slag_heaps:{ID}:2000}}",
        f"{{count slag_heaps ?{ID}.state=Zyxwvuts%20value}}",
    ],
)
def test_a_figure_that_a_private_layer_answers_is_not_passed_on(figure):
    story = STORY.replace("Here.", f"There are {figure}.")
    answer = download("/atlas/story?lang=en&format=html", story)
    assert answer.status_code == 400, answer.text[:200]
    assert "a figure comes from the private layer" in answer.json()["error"]
    assert download("/atlas/story?lang=en&format=html", story, private=True).status_code == 200


def test_the_sheet_of_a_layer_says_whether_it_is_private():
    sheets = {layer["id"]: layer["private"] for layer in get_json("/atlas/catalog?lang=en")}
    assert [layer_id for layer_id, private in sheets.items() if private] == [ID]


def test_what_other_sites_show_of_a_link_holds_nothing_of_a_private_layer_even_when_it_is_asked_for(monkeypatch):
    drawn = []
    monkeypatch.setattr(links, "draw_view", lambda view, _: drawn.append(to_permalink(view)) or b"")
    monkeypatch.setattr(links, "find_picture", lambda _: None)
    monkeypatch.setattr(links, "keep_picture", lambda *_: None)
    page = make_client([OPTIONS["routes"][0]])
    for query in (LINK, f"{LINK}&private=1", f"layers={ID}&lang=en", f"layers=slag_heaps&near=slag_heaps:{ID}:2000"):
        assert get(f"/atlas/preview.png?{query}").status_code == 200
        assert not mentions_layer(page.get(f"/?{query}").content)
        assert not mentions_layer(get("/oembed?" + urlencode({"url": f"{ADDRESS}/?{query}"})).content)
    assert drawn[0] == "?lang=en&at=50.43123,2.83123,14&layers=viewpoints"
    assert ID not in str(drawn)


def test_a_short_link_is_without_the_private_layers(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    made = post(f"/atlas/short?{LINK}", b"").json()["link"]
    answer = make_client().get(urlsplit(made).path, follow_redirects=False)
    assert parse_qs(answer.headers["location"].removeprefix("/?"))["layers"] == ["viewpoints"]
    assert post(f"/atlas/short?layers={ID}&lang=en", b"").status_code == 400
