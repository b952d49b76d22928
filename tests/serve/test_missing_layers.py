"""A declaration of the atlas's own that cannot be read is said by the answers that need it; all others are given."""

import shutil

import pytest

from atlas.errors import AtlasError, LayerMissingError
from atlas.folders import shipped_layers
from atlas.io.atlas import open_atlas
from atlas.serve.state import invalidate
from tests.http_client import get

# Of some layers, answers that are made of them.
NEEDED = {
    "cooperation/partner_cities": ("/atlas/network", "/atlas/network/practices", "/atlas/network/file.jsonld"),
    "cooperation/projects": ("/atlas/network/aims", "/atlas/network/pairings?need=water"),
    "territories/mining_basins": ("/atlas/compare/clock", "/atlas/compare/twins?of=ruhr"),
}
OTHERS = (
    "/healthz",
    "/atlas/state",
    "/atlas/state?layers=slag_heaps",
    "/atlas/tree",
    "/atlas/search?q=lens",
    "/atlas/years",
)


@pytest.fixture(scope="module", autouse=True)
def broken(tmp_path_factory):
    """The shipped layers, of which some have declarations that are none."""
    home = tmp_path_factory.mktemp("missing") / "layers"
    shutil.copytree(shipped_layers(), home)
    for name in NEEDED:
        (home / f"{name}.toml").write_text("x = [\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_HOME", str(home))
        invalidate()
        yield
    invalidate()


@pytest.mark.parametrize("path", [path for paths in NEEDED.values() for path in paths])
def test_an_answer_that_needs_them_is_a_sentence(path):
    answer = get(f"{path}{'&' if '?' in path else '?'}lang=en")
    assert answer.status_code == 400, answer.text[:300]
    assert "no layer" in answer.json()["error"]


@pytest.mark.journey
@pytest.mark.parametrize("path", OTHERS)
def test_every_other_answer_is_given(path):
    assert get(path).status_code == 200


def test_a_missing_layer_is_an_error_of_both_kinds():
    catalog = open_atlas().catalog
    assert "projects" not in catalog
    assert catalog.get("projects") is None
    for kind in (AtlasError, KeyError):
        with pytest.raises(kind, match=r"^layers: no layer 'projects'"):
            catalog["projects"]
    with pytest.raises(LayerMissingError):
        open_atlas().frames["projects"]
