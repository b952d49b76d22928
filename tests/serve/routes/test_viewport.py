"""The routes of large layers."""

import base64
import json
import re
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

from atlas.analysis.spatial.generalise import to_world, units
from atlas.catalog import open_catalog, shipped_layers
from atlas.io.array_store import open_arrays
from atlas.io.atlas import Atlas
from atlas.scene.map import viewport as scene_viewport
from atlas.scene.map.viewport import layer_query
from atlas.scene.query.view import View
from atlas.serve import lod_builder
from atlas.serve.routes import viewport
from atlas.serve.routes.act import ROUTES as ACT
from atlas.serve.routes.viewport import ROUTES
from atlas.serve.state import current_atlas
from tests.benchmarks.large_data import write_layer
from tests.http_client import make_client

LAYER = "many_parcels"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    """The shipped atlas with one large layer beside it, and caches of its own."""
    folder, patch = tmp_path_factory.mktemp("large"), pytest.MonkeyPatch()
    write_layer(folder, "polygons", 6_000, LAYER)
    shared = current_atlas()
    catalog = open_catalog(shipped_layers(), beside=(folder,))
    from atlas.io.read import Frames  # noqa: PLC0415 - beside what it is for

    made = Atlas(catalog, Frames(catalog), shared.folder)
    patch.setenv("XDG_CACHE_HOME", str(folder / "caches"))
    for module in ("http", "routes.act", "routes.viewport", "lod_builder"):
        patch.setattr(f"atlas.serve.{module}.current_atlas", lambda: made)
    lod_builder.levels_of(catalog[LAYER], made.frames[LAYER], patience=None)
    yield made
    patch.undo()


get = make_client([*ACT, *ROUTES]).get


def head(response):
    content = response.content
    return json.loads(content[4 : 4 + int.from_bytes(content[:4], "little")])


def box(zoom, width=800, height=600):
    x, y = to_world(np.array([[2.9, 50.45]]))[0]
    half = units(zoom) * np.array([width, height]) / 2
    return f"z={zoom}&bbox={x - half[0]:.0f},{y - half[1]:.0f},{x + half[0]:.0f},{y + half[1]:.0f}"


def test_a_picture_counts_what_the_link_keeps(atlas):
    every = head(get(f"/atlas/view/{LAYER}?{box(5)}"))
    assert every["count"] == len(atlas.frames[LAYER])
    wood = head(get(f"/atlas/view/{LAYER}?{box(5)}&{LAYER}.kind=wood"))
    assert wood["count"] == int((atlas.frames[LAYER]["kind"] == "wood").sum())


def test_the_picture_of_a_link_is_made_once_for_all_who_open_it(atlas, monkeypatch):
    made = []
    monkeypatch.setattr("atlas.scene.map.viewport.layer_viewport", _noted(made, scene_viewport.layer_viewport))
    addresses = [f"{box(7)}&{LAYER}.kind=pond", f"{box(7)}&{LAYER}.kind=wood", f"{box(6)}&{LAYER}.kind=pond"]
    first = [get(f"/atlas/view/{LAYER}?{address}").content for address in addresses]
    assert len(made) == 3
    again = [get(f"/atlas/view/{LAYER}?{address}") for address in addresses]
    assert [answer.content for answer in again] == first
    assert len(set(first)) == len(made) == 3
    # While levels are built each picture is another one.
    monkeypatch.setattr("atlas.serve.lod_builder.levels_of", lambda *_: 0.25)
    coarse = [get(f"/atlas/view/{LAYER}?{addresses[0]}") for _ in range(2)]
    assert [answer.headers["atlas-preparing"] for answer in coarse] == ["0.25", "0.25"]
    assert len(made) == 5
    del atlas


def _noted(made, function):
    return lambda *given, **named: made.append(given) or function(*given, **named)


@pytest.mark.parametrize("rule", ["meets", "centre", 0.5, "within"])
def test_a_picture_counts_what_lies_in_a_territory_by_the_rule(atlas, rule):
    view = View(territory=("246200364",), territory_rule=rule)
    picture = head(get(f"/atlas/view/{LAYER}?{box(5)}&{layer_query(LAYER, view)}"))
    outline = atlas.frames["intercommunalities"].geometry["246200364"]
    shapes = atlas.frames[LAYER].geometry
    share = shapes.intersection(outline).to_crs(6933).area / shapes.to_crs(6933).area
    expected = {
        "meets": shapes.intersects(outline),
        "centre": shapes.representative_point().within(outline),
        "within": share > 0.99995,
        0.5: share >= 0.49995,
    }[rule]
    assert picture["count"] == int(expected.sum()) > 0


@pytest.mark.slow
@pytest.mark.usefixtures("atlas")
def test_a_picture_is_bounded_by_the_screen():
    for zoom in (5, 8, 9, 10, 12, 16):
        response = get(f"/atlas/view/{LAYER}?{box(zoom, 1472, 992)}")
        assert response.status_code == 200
        # As it is sent: compressed.
        assert int(response.headers["content-length"]) < 400_000


def test_the_row_at_a_place_has_a_card(atlas):
    gdf = atlas.frames[LAYER]
    point = gdf.geometry.iloc[100].representative_point()
    x, y = to_world(np.array([[point.x, point.y]]))[0]
    found = head(get(f"/atlas/view/{LAYER}/hit?z=15&xy={x},{y}"))
    assert gdf.index[100] in found["ids"]
    assert found["names"][found["ids"].index(gdf.index[100])] == gdf["name"].iloc[100]
    assert get(f"/atlas/view/{LAYER}/hit?z=15&xy=0,0").status_code == 204
    other = next(kind for kind in ("wood", "pond") if kind != gdf["kind"].iloc[100])
    assert get(f"/atlas/view/{LAYER}/hit?z=17&xy={x},{y}&{LAYER}.kind={other}").status_code == 204


def test_a_row_comes_by_its_id_kept_or_not(atlas):
    gdf = atlas.frames[LAYER]
    found = head(get(f"/atlas/view/{LAYER}/row?z=10&row={gdf.index[5]}&{LAYER}.value__gte=100000"))
    assert found["ids"] == [gdf.index[5]]
    assert get(f"/atlas/view/{LAYER}/row?z=10&row=nobody").status_code == 404


@pytest.mark.usefixtures("atlas")
def test_the_next_row_in_a_direction_is_another_one():
    x, y = to_world(np.array([[2.9, 50.45]]))[0]
    first = head(get(f"/atlas/view/{LAYER}/next?xy={x},{y}&turn=90"))["ids"][0]
    assert head(get(f"/atlas/view/{LAYER}/next?xy={x},{y}&turn=90&row={first}"))["ids"] != [first]


def test_the_list_of_a_window_counts_its_rows(atlas):
    window = get(f"/atlas/view/{LAYER}/list?{box(4)}").json()
    assert window["count"] == len(atlas.frames[LAYER])
    assert len(window["rows"]) == 100


@pytest.mark.parametrize(
    "address",
    [
        "view/nothing?z=9&bbox=0,0,9,9",
        "view/twinnings?z=9&bbox=0,0,9,9",
        "view/projects?z=9&bbox=0,0,9,9",
        f"view/{LAYER}?z=99&bbox=0,0,9,9",
        f"view/{LAYER}?z=9",
        f"view/{LAYER}?z=nan&bbox=0,0,9,9",
        f"view/{LAYER}?z=9&bbox=0,0,inf,9",
        f"view/{LAYER}?z=9&bbox=9,9,0,0",
        f"view/{LAYER}?z=20&bbox=0,0,1000000000,1000000000",
        f"view/{LAYER}/hit?z=9&xy=1",
        f"view/{LAYER}/next?xy=1,2&turn=400",
        f"view/{LAYER}/list?z=9&bbox=0",
    ],
)
def test_a_question_that_makes_no_sense_is_answered_in_one_sentence(atlas, address):
    del atlas
    response = get(f"/atlas/{address}&lang=en")
    assert response.status_code == 400
    assert len(response.json()["error"]) > 20


def test_levels_are_built_once_and_opened_afterwards(atlas, monkeypatch):
    layer, gdf = atlas.catalog[LAYER], atlas.frames[LAYER]
    monkeypatch.setattr(lod_builder, "_open", OrderedDict())
    monkeypatch.setattr(lod_builder.Building, "_build", lambda *_: pytest.fail("built again"))
    again = lod_builder.levels_of(layer, gdf)
    assert isinstance(again.kind, np.memmap)


def test_while_levels_are_built_a_coarse_picture_counts_the_same_and_says_how_far(atlas, monkeypatch):
    place = atlas.frames[LAYER].geometry.iloc[100].representative_point()
    x, y = to_world(np.array([[place.x, place.y]]))[0]
    paths = {what: f"/atlas/view/{LAYER}{what}?{box(9)}" for what in ("", "/list", "/rows", "/kept")}
    paths["/hit"] = f"/atlas/view/{LAYER}/hit?z=15&xy={x},{y}"
    fine = {what: get(path) for what, path in paths.items()}
    assert "atlas-preparing" not in fine[""].headers
    monkeypatch.setattr("atlas.serve.lod_builder.levels_of", lambda *_: 0.25)
    coarse = {what: get(path) for what, path in paths.items()}
    assert coarse[""].status_code == 200
    assert coarse[""].headers["atlas-preparing"] == "0.25"
    heads = [head(of[""]) for of in (fine, coarse)]
    assert heads[0]["count"] == heads[1]["count"] > 0
    assert [heads[k]["arrays"][0] for k in (0, 1)] == [heads[0]["arrays"][0]] * 2
    # What is exact without levels is answered; what is not waits for them.
    for what in ("/list", "/hit"):
        assert coarse[what].content == fine[what].content
    for what in ("/rows", "/kept"):
        assert (coarse[what].status_code, coarse[what].json()) == (202, {"preparing": 0.25})


@pytest.mark.slow
def test_where_nothing_can_be_kept_levels_are_built_all_the_same(atlas, monkeypatch, tmp_path):
    (tmp_path / "post-mining-atlas").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(lod_builder, "_open", OrderedDict())
    levels = lod_builder.levels_of(atlas.catalog[LAYER], atlas.frames[LAYER], patience=None)
    assert len(levels.kind) == len(atlas.frames[LAYER])
    assert open_arrays(Path(tmp_path)) is None


def test_a_page_that_holds_the_rows_of_a_window_asks_which_are_kept(atlas):
    gdf = atlas.frames[LAYER]
    every = head(get(f"/atlas/view/{LAYER}/rows?{box(8)}"))
    arrays = {name: length for name, _, length in every["arrays"]}
    count = arrays["symbol"] + arrays["speckValues"]
    assert arrays["speckValues"] > 1_000
    bits = np.unpackbits(np.frombuffer(get(f"/atlas/view/{LAYER}/kept?{box(8)}").content, np.uint8))
    assert bits.sum() == count
    kept = get(f"/atlas/view/{LAYER}/kept?{box(5)}&{LAYER}.kind=wood").content
    assert np.unpackbits(np.frombuffer(kept, np.uint8)).sum() == int((gdf["kind"] == "wood").sum())


def test_the_answer_to_an_act_says_which_rows_of_held_windows_are_kept(atlas):
    lod_builder.levels_of(atlas.catalog[LAYER], atlas.frames[LAYER], patience=None)
    zoom, corners = re.fullmatch(r"z=(.*)&bbox=(.*)", box(5)).groups()
    act = json.dumps([{"kind": "filter", "layer": LAYER, "field": "kind", "values": ["wood"], "serial": 1}])
    held = f"held={LAYER},{zoom},{corners}&held=communes,{zoom},{corners}"
    kept = get(f"/atlas/act?acts={act}&layers={LAYER}&layers=communes&{held}").json()["kept"]
    # The page has all of a small layer.
    assert kept[1] is None
    assert base64.b64decode(kept[0]) == get(f"/atlas/view/{LAYER}/kept?{box(5)}&{LAYER}.kind=wood").content
    assert get(f"/atlas/act?acts={act}&layers={LAYER}&held={LAYER},5,0,0").status_code == 400


def test_the_routes_are_those_that_the_page_asks():
    folder = Path(viewport.__file__).parents[2] / "render/web/map/layers"
    script = "".join((folder / name).read_text(encoding="utf-8") for name in ("large_layer.js", "held_windows.js"))
    paths = {f"/atlas/view/{{layer}}{last}" for last in re.findall(r'\.address\("(/?\w*)"', script)}
    paths.add("/atlas/view/{layer}/rows")
    assert {route.path for route in ROUTES} == paths
