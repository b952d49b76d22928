"""What every answer says to browsers, what it must not say, and what is answered where the program fails."""

import logging
import re
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.responses import RedirectResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from atlas.catalog import open_catalog, shipped_layers
from atlas.folders import cache_folder, import_folder, own_folder
from atlas.i18n import LANGUAGES
from atlas.render.assets import web_stamp
from atlas.serve.app import MIDDLEWARE, ROUTES, create_app
from atlas.serve.ogc.routes import ROUTES as OGC
from atlas.serve.routes.offline import ROUTES as OFFLINE
from atlas.serve.routes.stories import OWN_ROUTES as OWN_STORIES
from atlas.serve.routes.uploads import ROUTES as UPLOADS
from atlas.serve.routes.web import ROUTES as WEB
from atlas.serve.sessions import COOKIE, for_readers, new_reader
from atlas.ui.app import OPTIONS
from tests.http_client import ADDRESS
from tests.serve.ogc.client import fill_path

STORY = '+++\ntitle = "Mine"\nlanguage = "en"\n+++\n\n## One\n\n?layers=slag_heaps\n\nHere.\n'
HEAPS = "layers=slag_heaps&lang=en"
LENS = "mode=compare&compare=246200364&ind=heap_density&lang=en"
ROW = "communes/62498"
# A request for each route; those with a body are POST.
EXAMPLES = {
    "/healthz": "/healthz",
    "/metrics": "/metrics",
    "/atlas/map": "/atlas/map?lang=en",
    "/atlas/state": f"/atlas/state?{HEAPS}",
    "/atlas/export": f"/atlas/export?{HEAPS}&format=geojson",
    "/atlas/file": "/atlas/file?layers=viewpoints&lang=en",
    "/atlas/sheet": "/atlas/sheet?layers=viewpoints&format=png&size=300x300",
    "/atlas/portrait/{territory}": "/atlas/portrait/62498?lang=en",
    "/atlas/series": f"/atlas/series?{HEAPS}&by=none",
    "/atlas/series/progress": "/atlas/series/progress?job=0123456789abcdef",
    "/atlas/objects/{layer}/{row:path}": "/atlas/objects/slag_heaps/none.pdf",
    "/atlas/area": "/atlas/area?layers=viewpoints&lang=en",
    "/atlas/area.pdf": "/atlas/area.pdf?layers=viewpoints&lang=en",
    "/atlas/styles/{layer}/{kind}.{ending}": "/atlas/styles/slag_heaps/point.qml",
    "/atlas/qr": "/atlas/qr?text=a",
    "/atlas/table": f"/atlas/table?{HEAPS}&table=slag_heaps",
    "/atlas/charts": f"/atlas/charts?{HEAPS}&chart=slag_heaps",
    "/atlas/classes": f"/atlas/classes?{HEAPS}&classes=slag_heaps.area_ha",
    "/atlas/search": "/atlas/search?q=lens",
    "/atlas/layers/{layer}": "/atlas/layers/viewpoints?lang=en",
    "/atlas/sheets/{layer}": "/atlas/sheets/viewpoints",
    "/atlas/cards/{layer}/{row:path}": f"/atlas/cards/{ROW}",
    "/atlas/ties/{layer}/{row:path}": f"/atlas/ties/{ROW}",
    "/atlas/catalog.{form}": "/atlas/catalog.jsonld",
    "/atlas/catalog/{layer}.{form}": "/atlas/catalog/slag_heaps.ttl",
    "/dcat.{form}": "/dcat.ttl",
    "/atlas/preview.png": "/atlas/preview.png?layers=viewpoints&lang=en",
    "/atlas/icon-{size}.png": "/atlas/icon-192.png",
    "/oembed": "/oembed?url=https://atlas.example/",
    "/l/{short:path}": "/l/aaaaaaaa",
    "/atlas/words/{section}": "/atlas/words/panel",
    "/atlas/web/{stamp}/fonts/{face}.woff2": f"/atlas/web/{web_stamp()}/fonts/sans.woff2",
    "/atlas/web/{stamp}/{path:path}": f"/atlas/web/{web_stamp()}/shell/dom.js",
    "/atlas/stories/{slug}": "/atlas/stories/paysage-vivant?lang=en",
    "/atlas/compare/file.{kind}": f"/atlas/compare/file.csv?{LENS}",
    "/atlas/compare/formulas/{indicator}.svg": "/atlas/compare/formulas/heap_density.svg",
    "/atlas/network/file.{ending}": "/atlas/network/file.graphml?mode=network",
    "/atlas/network/projects/{row}": "/atlas/network/projects/none",
    "/atlas/network/places/{row}": "/atlas/network/places/none",
    "/atlas/network/communes/{row}": "/atlas/network/communes/62498",
    "/atlas/uploads/{name}": "/atlas/uploads/none",
    "/atlas/view/{layer}": "/atlas/view/slag_heaps",
}
BODIES = {"/atlas/short": "", "/atlas/story": STORY, "/atlas/story/text": "{}", "/atlas/uploads/{name}": "{}"}
OF_THE_PAGE = {"/atlas/map"}
PAGES = ("/atlas/map", "/atlas/presenter", "/atlas/accessibility", "/atlas/file", "/atlas/portrait/{territory}")


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app(), base_url=ADDRESS, raise_server_exceptions=False)


def ask(client, path, **headers):
    """Return the answer to the example of a route."""
    if path.startswith("/ogc"):
        return client.get(fill_path(path), headers=headers)
    filled = path.replace("{layer}", "slag_heaps")
    example = EXAMPLES.get(path, f"{filled}?{LENS if '/compare' in path else HEAPS}")
    assert "{" not in example, f"no example for {path}"
    if path in BODIES:
        return client.post(example, content=BODIES[path], headers={"x-atlas": "upload"} | headers)
    return client.get(example, headers=headers)


@pytest.fixture(scope="module")
def answers(client):
    """One answer of each route."""
    return {path: ask(client, path) for path in dict.fromkeys(route.path for route in ROUTES)}


def test_every_answer_says_what_a_browser_may_do_with_it(client, answers):
    for path, answer in {**answers, "no route": client.get("/nowhere")}.items():
        headers = answer.headers
        assert answer.status_code < 500, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin", path
        assert "camera=()" in headers["permissions-policy"], path
        assert "geolocation=(self)" in headers["permissions-policy"], path
        assert "cache-control" in headers, path
        policy = headers["content-security-policy"]
        assert f"frame-ancestors {'*' if path in OF_THE_PAGE else chr(39) + 'self' + chr(39)}" in policy, path
        scripts = re.search(r"script-src ([^;]*)", policy)
        assert "'unsafe-inline'" not in (scripts[1] if scripts else ""), path
        assert scripts or "default-src 'none'" in policy or headers["content-type"] == "application/pdf", path


@pytest.mark.parametrize("path", PAGES)
def test_every_inline_script_of_a_page_is_named_by_its_hash_and_no_other_is(answers, path):
    page = answers[path]
    inline = [
        text
        for head, text in re.findall(r"<script([^>]*)>(.*?)</script", page.text, re.DOTALL)
        if " src=" not in head and "application/json" not in head
    ]
    policy = page.headers["content-security-policy"]
    assert len(re.findall(r"'sha256-[A-Za-z0-9+/]{43}='", policy)) == len(set(inline))
    assert " on" not in " ".join(re.findall(r"<\w+[^>]*\son\w+=", page.text))


def test_a_page_that_the_browser_has_keeps_its_policy(client, answers):
    page = answers["/atlas/map"]
    again = client.get(EXAMPLES["/atlas/map"], headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == page.headers["content-security-policy"]


def test_the_operator_says_who_may_frame_the_page(client, monkeypatch):
    monkeypatch.setenv("ATLAS_FRAME_ANCESTORS", "'self' https://city.example")
    assert "frame-ancestors 'self' https://city.example" in ask(client, "/atlas/map").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in ask(client, "/atlas/presenter").headers["content-security-policy"]


def test_pictures_come_from_the_declared_backgrounds_only(answers):
    [pictures] = re.findall(r"img-src ([^;]*)", answers["/atlas/map"].headers["content-security-policy"])
    declared = open_catalog(shipped_layers()).basemaps.values()
    hosts = {f"{urlsplit(basemap.url).scheme}://{urlsplit(basemap.url).netloc}" for basemap in declared}
    assert set(pictures.split()) == {"'self'", "data:", "blob:", *hosts}
    assert {"https://tile.openstreetmap.org", "https://data.geopf.fr"} <= hosts


def test_no_answer_names_a_folder_of_the_server(client, answers):
    wrong = [
        *("/atlas/layers/..%2F..%2Fetc", "/atlas/web/x/..%2F..%2F..%2Fapp.py", "/atlas/export?layers=nowhere"),
        *(
            "/atlas/stories/..%2Fsecret",
            "/atlas/portrait/..%2F..",
            "/atlas/compare?compare=nowhere",
            "/atlas/sheet?size=x",
        ),
        "/atlas/table?table=nowhere",
    ]
    for path, answer in {**answers, **{path: client.get(path) for path in wrong}}.items():
        assert folders_in(answer.content) == [], path


def folders_in(content):
    """Return the folders of this machine that an answer names."""
    named = {import_folder(), cache_folder(), own_folder(), own_folder().parent, import_folder().home()}
    return [str(folder) for folder in named if str(folder).encode() in content]


def test_every_route_but_those_that_are_the_same_for_all_answers_for_its_reader():
    # They answer for their reader themselves (uploads, own stories), or send nothing of one.
    own = {route.path for route in (*WEB, *UPLOADS, *OWN_STORIES, *OGC, *OFFLINE)} | {"/metrics"}
    routes = [*ROUTES, *OPTIONS["routes"][:1]]
    assert [route.path for route in routes if route.path not in own and not is_for_readers(route)] == []


def is_for_readers(route):
    reads, endpoint = for_readers([Route("/", lambda _: None)])[0].endpoint.__code__, route.endpoint
    while endpoint.__code__ is not reads and hasattr(endpoint, "__wrapped__"):
        endpoint = endpoint.__wrapped__
    return endpoint.__code__ is reads


@pytest.mark.slow
def test_what_a_reader_with_own_layers_gets_is_kept_by_no_shared_cache(client, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    token, _ = new_reader()
    programs = {route.path for route in OGC}
    for path in dict.fromkeys(route.path for route in ROUTES):
        if path in {route.path for route in (*WEB, *OFFLINE)} or path == "/metrics":
            continue
        answer = ask(client, path, Cookie=f"{COOKIE}={token}")
        if path in programs:
            # Programs are answered from what all may see, whoever asks.
            assert answer.content == ask(client, path).content
            continue
        control = answer.headers["cache-control"]
        assert control.startswith(("private", "no-store")), (path, control)


@pytest.mark.parametrize("path", ["/atlas/catalog.jsonld", "/dcat.ttl", "/atlas/export", "/atlas/stories/{slug}"])
def test_an_answer_with_private_layers_is_kept_by_no_shared_cache(client, path):
    example = EXAMPLES.get(path, f"{path}?lang=en")
    assert client.get(f"{example}&private=1").headers["cache-control"].startswith(("private", "no-store"))


@pytest.mark.parametrize("kind", ["show", "source", "html"])
def test_a_story_of_a_readers_own_is_kept_by_nobody(client, kind):
    answer = client.post(f"/atlas/story?format={kind}&lang=en", content=STORY, headers={"x-atlas": "upload"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.fixture(scope="module")
def broken():
    def fail(_):
        raise RuntimeError(f"{import_folder()}/secret.py")

    async def parts():
        yield b"a"
        raise RuntimeError("late")

    routes = [
        Route("/fail", fail),
        Route("/late", lambda _: StreamingResponse(parts())),
        Route("/away", lambda _: RedirectResponse("https://evil.example//there/?a=b")),
        Route("/here/", lambda _: None),
    ]
    return TestClient(Starlette(routes=routes, middleware=MIDDLEWARE), base_url=ADDRESS, raise_server_exceptions=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_failure_is_a_sentence_with_the_id_of_its_line_in_the_log(broken, caplog, lang):
    with caplog.at_level(logging.ERROR, logger="atlas"):
        answer = broken.get(f"/fail?lang={lang}")
    assert answer.status_code == 500
    found = answer.json()
    assert found["id"] in found["error"]
    assert found["error"].startswith({"fr": "L’atlas", "en": "The atlas", "pt": "O atlas"}[lang])
    assert folders_in(answer.content) == []
    [record] = [record for record in caplog.records if record.name == "atlas.serve.security"]
    assert found["id"] in record.getMessage()
    assert record.exc_info[0] is RuntimeError
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_redirection_names_no_host(broken):
    away = broken.get("/away", follow_redirects=False)
    assert away.headers["location"] == "/there/?a=b"
    slash = broken.get("/here", follow_redirects=False, headers={"Host": "evil.example"})
    assert slash.headers["location"] == "/here/"


def test_what_streamlit_offers_beside_the_page_is_closed(client):
    for path in ("metrics", "script-health-check", "upload_file/a/b", "agent/openapi.json", "agent/mcp", ""):
        for method in ("GET", "PUT", "POST", "DELETE", "OPTIONS"):
            assert client.request(method, f"/_stcore/{path}").status_code == 404, (method, path)
