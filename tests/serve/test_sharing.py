"""Whatever leaves the atlas through the page: layers without a licence stay out, unless they are asked for."""

import io
import json
import zipfile
from urllib.parse import unquote

import numpy as np
import pytest
from matplotlib.image import imread
from starlette.applications import Starlette

from atlas.serve.app import ROUTES
from atlas.serve.routes.stories import LEFT_OUT
from tests.apart import complete
from tests.secret import ID, LAT, LON, TITLE, bring_secret, is_told

LINK = f"layers=viewpoints&layers={ID}&{ID}.state=Zyxwvuts%20value&at={LAT},{LON},14&lang=en"
STORY = f'+++\ntitle = "Mine"\nlanguage = "en"\n+++\n\n## One\n\n?{LINK}\n\nHere.\n'
APP = Starlette(routes=ROUTES)

# Every route that gives what is made to be passed on, and what is asked of it.
SHARED = {
    "/atlas/export": [f"/atlas/export?{LINK}&format={kind}" for kind in ("geojson", "gpkg", "csv", "parquet")],
    "/atlas/file": [f"/atlas/file?{LINK}"],
    "/atlas/sheet": [f"/atlas/sheet?{LINK}&format=pdf", f"/atlas/sheet?{LINK}&format=png&size=900x700"],
    "/atlas/portrait/{territory}": ["/atlas/portrait/62498?lang=en", "/atlas/portrait/62498.pdf?lang=en"],
    "/atlas/cite": [f"/atlas/cite?{LINK}"],
    "/atlas/catalog.jsonld": ["/atlas/catalog.jsonld?lang=en"],
    "/atlas/catalog/{layer}.jsonld": [f"/atlas/catalog/{ID}.jsonld?lang=en"],
    "/atlas/compare/file.{kind}": [
        f"/atlas/compare/file.{kind}?{LINK}&ind=heap_density" for kind in ("csv", "xlsx", "pdf", "png")
    ],
    "/atlas/network/file.{ending}": [f"/atlas/network/file.{kind}?{LINK}" for kind in ("graphml", "jsonld")],
    "/atlas/story": [f"/atlas/story?lang=en&format={kind}&size=900x700" for kind in ("html", "png")]
    + ["/atlas/story?lang=en&format=pdf"],
    "/atlas/stories/{slug}": ["/atlas/stories/paysage-vivant?lang=en&format=pdf"],
}
# What is looked at in the page, by the reader whose layers these are; what a reader wrote; what holds no layer.
LOOKED_AT = {
    *(
        "/atlas/accessibility",
        "/healthz",
        "/metrics",
        "/atlas/map",
        "/atlas/state",
        "/atlas/tree",
        "/atlas/outline",
        "/atlas/years",
    ),
    *("/atlas/basemaps", "/atlas/description", "/atlas/territories", "/atlas/layers/{layer}", "/atlas/sheets/{layer}"),
    *("/atlas/cards/{layer}/{row:path}", "/atlas/fonts/{face}.woff2", "/atlas/words/{section}", "/atlas/{name}"),
    "/atlas/web/{stamp}/{path:path}",
    *("/atlas/search", "/atlas/table", "/atlas/summary", "/atlas/charts", "/atlas/classes", "/atlas/catalog"),
    *("/atlas/share", "/atlas/ties/{layer}/{row:path}", "/atlas/qr", "/atlas/stories", "/atlas/story/text"),
    *("/atlas/presenter", "/atlas/uploads", "/atlas/uploads/{name}", "/atlas/network"),
    *(f"/atlas/network/{what}" for what in ("projects/{row}", "places/{row}", "communes/{row}")),
    *(f"/atlas/network/{what}" for what in ("practices", "aims", "pairings")),
    *(f"/atlas/view/{{layer}}{what}" for what in ("", "/row", "/list", "/hit", "/next")),
    "/atlas/compare",
    *(f"/atlas/compare/{what}" for what in ("choices", "ranks", "perimeters", "maps", "points", "outlines", "clock")),
    *(f"/atlas/compare/{what}" for what in ("twins", "register", "links", "evidence", "formulas/{indicator}.svg")),
}


@pytest.fixture(scope="module", autouse=True)
def secret(tmp_path_factory):
    """One private layer beside the shipped ones."""
    with pytest.MonkeyPatch.context() as patch:
        bring_secret(tmp_path_factory.mktemp("secret"), patch)
        yield


def ask(path, body=None):
    """Ask as a browser does; give status, headers and bytes."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "GET" if body is None else "POST",
        "scheme": "http",
        "server": ("atlas.example", 80),
        "root_path": "",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"atlas.example")],
    }
    waiting, answer = [{"type": "http.request", "body": body or b"", "more_body": False}], {"body": b""}

    async def receive():
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            answer["status"] = message["status"]
            answer["headers"] = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            answer["body"] += message.get("body", b"")

    complete(APP(scope, receive, send))
    return answer


def taken(path, *, private=False):
    body = STORY.encode() if path.startswith("/atlas/story?") else None
    return ask(f"{path}&private=1" if private else path, body)


def test_every_route_either_shares_or_is_looked_at():
    assert {route.path for route in ROUTES} == SHARED.keys() | LOOKED_AT


def asked(paths):
    """Give what is asked of the routes; the sheets of several pages, whose text takes seconds to read, as ``slow``."""
    pages = ("62498.pdf?lang=en", "lang=en&format=pdf")
    return [pytest.param(path, marks=[pytest.mark.slow] * path.endswith(pages), id=path[:60]) for path in paths]


@pytest.mark.parametrize("path", asked(path for paths in SHARED.values() for path in paths))
def test_nothing_of_a_private_layer_leaves_unless_it_is_asked_for(path):
    answer, asked = taken(path), taken(path, private=True)
    assert asked["status"] == 200, asked["body"]
    if path.startswith(f"/atlas/catalog/{ID}"):
        assert json.loads(answer["body"]) == {"error": f"no layer {ID}"}
        return
    assert answer["status"] == 200, answer["body"]
    assert not is_told(answer["body"])
    assert ID not in str(answer["headers"])
    if path.startswith(("/atlas/stories/", "/atlas/compare/file.csv")):
        # No story of the atlas is about a reader's layer, and a table of figures names none.
        assert not is_told(asked["body"])
    elif asked["body"].startswith(b"\x89PNG"):
        _differ_as_pictures(path, answer, asked)
    else:
        assert is_told(asked["body"])


def _differ_as_pictures(path, answer, asked):
    """A picture is as if the layer were not there; where it shows layers, it is another with it."""
    public = path.replace(f"&layers={ID}&{ID}.state=Zyxwvuts%20value", "")
    body = STORY.replace(f"&layers={ID}&{ID}.state=Zyxwvuts%20value", "").encode() if "story" in path else None
    picture = imread(io.BytesIO(answer["body"]))
    assert (picture == imread(io.BytesIO(ask(public, body)["body"]))).all()
    assert not np.array_equal(picture, imread(io.BytesIO(asked["body"])))


def test_a_spreadsheet_of_the_comparison_names_no_private_layer():
    book = taken(f"/atlas/compare/file.xlsx?{LINK}&ind=heap_density")["body"]
    sheets = [name for name in zipfile.ZipFile(io.BytesIO(book)).namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not is_told(book)


@pytest.mark.parametrize("path", ["export?format=csv&", "file?", "sheet?", "cite?"])
def test_a_link_that_shows_nothing_else_is_refused_in_a_sentence_of_the_page(path):
    answer = ask(f"/atlas/{path}layers={ID}&lang=fr")
    assert answer["status"] == 400
    assert "couche privée, sans licence, et rien d'autre" in json.loads(answer["body"])["error"]


@pytest.mark.parametrize("path", ["export?format=csv&", "file?", "sheet?"])
def test_a_private_layer_that_decides_what_is_kept_is_not_dropped_in_silence(path):
    link = f"layers=slag_heaps&near=slag_heaps:{ID}:2000&lang=en"
    answer = ask(f"/atlas/{path}{link}")
    assert answer["status"] == 400
    assert f"near: {ID}: a private layer" in json.loads(answer["body"])["error"]
    assert ask(f"/atlas/{path}{link}&private=1")["status"] == 200


def test_the_page_is_told_what_is_left_out_and_what_link_is_passed_on():
    told = json.loads(ask(f"/atlas/share?{LINK}")["body"])
    assert told == {
        "layers": [[ID, TITLE]],
        "link": "lang=en&at=50.43123,2.83123,14&layers=viewpoints",
        "problem": None,
    }
    told = json.loads(ask(f"/atlas/share?layers={ID}&lang=en&private=1")["body"])
    assert (told["layers"], told["link"]) == ([[ID, TITLE]], None)
    assert "ask for it" in told["problem"]
    assert json.loads(ask("/atlas/share?layers=viewpoints")["body"])["layers"] == []


def test_a_story_says_what_it_is_without_and_is_looked_at_with_it():
    answer = taken("/atlas/story?lang=en&format=html")
    assert unquote(answer["headers"][LEFT_OUT.lower()]) == TITLE
    assert LEFT_OUT.lower() not in taken("/atlas/story?lang=en&format=html", private=True)["headers"]
    show = taken("/atlas/story?lang=en&format=show")
    assert is_told(show["body"])


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
    answer = ask("/atlas/story?lang=en&format=html", story.encode())
    assert answer["status"] == 400, answer["body"][:200]
    assert "a figure comes from the private layer" in json.loads(answer["body"])["error"]
    assert ask("/atlas/story?lang=en&format=html&private=1", story.encode())["status"] == 200


def test_the_sheet_of_a_layer_says_whether_it_is_private():
    sheets = {layer["id"]: layer["private"] for layer in json.loads(ask("/atlas/catalog?lang=en")["body"])}
    assert [layer_id for layer_id, private in sheets.items() if private] == [ID]
