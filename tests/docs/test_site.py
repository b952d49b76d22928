"""The documentation site is built without a warning and without network, and asks nobody for anything."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.analysis.indicators import REGISTRY
from tests.docs.pages import ROOT

pytestmark = pytest.mark.slow

_FETCHED = re.compile(
    r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^\s\"'>]+", re.IGNORECASE
)
# Links that are told and not followed.
_TOLD = re.compile(r"<link\b[^>]*\brel=[\"']?(?:canonical|alternate)", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [Path(sys.executable).with_name("mkdocs"), "build", "--strict", "--site-dir", folder]
    # Whatever would go out is sent to where nobody listens.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    environment = {**os.environ, **nowhere, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def read(site, page):
    return html.unescape((site / page).read_text(encoding="utf-8"))


def test_no_page_fetches_anything_from_elsewhere(site):
    fetched = {
        found[0]
        for page in site.rglob("*.html")
        for found in _FETCHED.finditer(page.read_text(encoding="utf-8"))
        if not _TOLD.match(found[0])
    }
    assert fetched == set()


def test_the_dictionary_has_every_layer_field_code_and_source(site, atlas):
    for layer in atlas.catalog.values():
        page = read(site, f"reference/layers/{layer.id}.html")
        known = [*layer.fields, layer.source.licence, layer.source.citation, *layer.source.sha256.values()]
        known += [code for field in layer.fields.values() for code in field.codes]
        known += [field.unit for field in layer.fields.values() if field.unit]
        plain = re.sub(r"<[^>]+>", "", page)
        assert [part for part in known if part not in plain] == [], layer.id
        assert ("Not declared" in plain) == (layer.completeness is None), layer.id


def test_every_indicator_has_formula_and_reference(site):
    page = read(site, "reference/indicators.html")
    sections = dict(re.findall(r'<h3 id="(\w+)">(.*?)(?=<h[23] id=|\Z)', page, re.DOTALL))
    assert set(sections) >= set(REGISTRY)
    assert [name for name in REGISTRY if "<math" not in sections[name] or "Reference." not in sections[name]] == []


def test_every_command_and_public_name_is_told(site):
    import atlas  # noqa: PLC0415 - the fixture of that name is the other one

    told = read(site, "reference/commands.html")
    assert all(f'id="{name}"' in told for name in ("list", "query", "map", "import", "serve", "story"))
    api = re.sub(r"<[^>]+>", " ", read(site, "reference/api.html"))
    assert [name for name in atlas.__all__ if not re.search(rf"\b{name}\b", api)] == ["__version__"]


def test_the_first_steps_stand_in_both_languages(site):
    for folder, names in (("first-steps", 3), ("premiers-pas", 3)):
        assert len(list((site / folder).glob("*.html"))) == names
