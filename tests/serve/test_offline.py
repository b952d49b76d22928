"""What a browser may keep for when the connection drops, and the application that it may install."""

import json
import struct

import pytest

from atlas.render.assets import web_stamp
from atlas.scene.query.permalink import parse_permalink
from atlas.serve.offline import MARK, kept_link
from atlas.serve.sessions import COOKIE, new_reader
from atlas.ui.app import OPTIONS
from tests.http_client import get, get_json, make_client, post
from tests.private_layer import ID, import_private_layer

LINK = "layers=slag_heaps&lang=en"
SAME_FOR_ALL = (
    "map?lang=en",
    "words/panel?lang=en",
    "basemaps?lang=en",
    "stories?lang=en",
    "layers/viewpoints?lang=en",
)
NEVER = (
    f"state?{LINK}",
    f"table?{LINK}&table=slag_heaps",
    f"export?{LINK}",
    "stories/paysage-vivant?lang=en&private=1",
    "layers/nothing?lang=en",
    "uploads?lang=en",
    "cards/communes/62498?lang=en",
)


@pytest.mark.parametrize("path", SAME_FOR_ALL)
def test_what_is_the_same_for_everybody_may_be_kept(path, monkeypatch, tmp_path):
    assert get(f"/atlas/{path}").headers[MARK] == "keep"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    token, _ = new_reader()
    answer = make_client().get(f"/atlas/{path}", headers={"Cookie": f"{COOKIE}={token}"})
    assert MARK not in answer.headers


def test_what_a_browser_has_already_may_be_kept_too():
    first = get("/atlas/stories/paysage-vivant?lang=en&format=show")
    again = make_client().get(
        "/atlas/map?lang=en", headers={"If-None-Match": get("/atlas/map?lang=en").headers["etag"]}
    )
    assert (again.status_code, again.headers[MARK]) == (304, "keep")
    assert first.headers[MARK] == "keep"


@pytest.mark.parametrize("path", NEVER)
def test_the_rest_is_not(path):
    assert MARK not in get(f"/atlas/{path}").headers


def test_the_page_may_be_kept_and_a_story_of_a_readers_own_is_not():
    assert make_client([OPTIONS["routes"][0]]).get("/").headers[MARK] == "keep"
    story = '+++\ntitle = "Mine"\nlanguage = "en"\n+++\n\n## One\n\n?layers=slag_heaps\n\nHere.\n'
    assert MARK not in post("/atlas/story?format=show&lang=en", story.encode()).headers


def test_a_private_layer_of_the_operator_is_not_kept_nor_what_names_it(monkeypatch, tmp_path):
    assert get("/atlas/tree?lang=en").headers[MARK] == "keep"
    import_private_layer(tmp_path, monkeypatch)
    for path in ("tree?lang=en", "territories?lang=en", f"layers/{ID}?lang=en"):
        assert MARK not in get(f"/atlas/{path}").headers
    assert get("/atlas/layers/viewpoints?lang=en").headers[MARK] == "keep"


def test_a_view_is_kept_under_its_link_unless_it_is_private(atlas, monkeypatch, tmp_path):
    view, _ = parse_permalink(f"?{LINK}")
    assert kept_link(view, atlas, None) == "lang=en&layers=slag_heaps"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    token, _ = new_reader()
    assert kept_link(view, atlas, token) is None
    assert kept_link(view, atlas, "another") is not None


def test_the_worker_names_the_version_of_the_scripts_and_is_asked_for_at_each_visit():
    answer = get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert f"/atlas/web/{web_stamp()}/" in answer.text
    assert "/atlas/web/0/" not in answer.text
    assert "connect-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_the_atlas_may_be_installed(lang):
    manifest = get_json(f"/atlas/manifest.webmanifest?lang={lang}")
    assert manifest["lang"] == lang
    assert manifest["start_url"] == f"/?mode=explore&lang={lang}"
    assert (manifest["scope"], manifest["display"]) == ("/", "standalone")
    for icon in manifest["icons"]:
        picture = get(icon["src"])
        assert picture.headers["content-type"] == "image/png"
        assert "x".join(map(str, struct.unpack(">II", picture.content[16:24]))) == icon["sizes"]
    assert get("/atlas/icon-7.png").status_code == 404
    page = make_client([OPTIONS["routes"][0]]).get(f"/?lang={lang}").text
    assert f'<link rel="manifest" href="/atlas/manifest.webmanifest?lang={lang}">' in page
    assert json.dumps(manifest)
