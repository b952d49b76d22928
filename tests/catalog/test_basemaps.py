import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.i18n import LANGUAGES, t
from atlas.render.scene_message import scene_message
from atlas.scene.map.compose import compose
from atlas.scene.query.view import View

CATALOG = open_catalog(shipped_layers())
PAST = [name for name, basemap in CATALOG.basemaps.items() if basemap.years]


def test_the_past_is_declared_from_the_general_staff_to_a_few_years_ago():
    assert {"ign_etat_major", "geo2france_1949", "ign_1950", "ign_1965"} <= set(PAST)
    assert CATALOG.basemaps["geo2france_1949"].layer == "ign:1949_1952_1955_R32_Ortho_0m50_NB_COG"
    assert CATALOG.basemaps["geo2france_1949"].url == "https://www.geo2france.fr/geoserver/ows"


@pytest.mark.parametrize("name", PAST)
def test_an_old_background_says_its_years_its_credit_and_what_it_is_compared_with(name):
    basemap = CATALOG.basemaps[name]
    first, last = basemap.years
    for lang in LANGUAGES:
        assert re.findall(r"\d{4}", basemap.title(lang)) == [str(year) for year in dict.fromkeys((first, last))]
    assert basemap.against in CATALOG.basemaps
    assert CATALOG.basemaps[basemap.against].years is None
    assert t(f"licence.{basemap.licence}", "fr")


@pytest.mark.parametrize("name", [name for name, basemap in CATALOG.basemaps.items() if basemap.kind == "xyz"])
def test_an_address_of_tiles_names_zoom_column_row_and_no_format_but_its_own(name):
    basemap = CATALOG.basemaps[name]
    assert all(basemap.url.count(part) == 1 for part in ("{z}", "{x}", "{y}"))
    parameters = parse_qs(urlsplit(basemap.url).query)
    if basemap.years:
        assert parameters["FORMAT"] == [basemap.format]


@pytest.mark.parametrize(
    ("name", "layer", "kind", "matrix_set", "names", "relief"),
    [
        ("ign_plan", "GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2", "image/png", "PM", True, False),
        ("ign_orthophoto", "ORTHOIMAGERY.ORTHOPHOTOS", "image/jpeg", "PM", False, False),
        (
            "ign_lidar_relief",
            "IGNF_LIDAR-HD_MNT_ELEVATION.ELEVATIONGRIDCOVERAGE.SHADOW",
            "image/png",
            "PM_0_18",
            False,
            True,
        ),
    ],
)
def test_the_backgrounds_of_ign_are_declared_as_its_service_serves_them(name, layer, kind, matrix_set, names, relief):
    basemap = CATALOG.basemaps[name]
    address = urlsplit(basemap.url)
    asked = {key.upper(): values[0] for key, values in parse_qs(address.query).items()}
    assert (address.scheme, address.netloc, address.path) == ("https", "data.geopf.fr", "/wmts")
    assert asked == {
        "SERVICE": "WMTS",
        "REQUEST": "GetTile",
        "VERSION": "1.0.0",
        "LAYER": layer,
        "STYLE": "normal",
        "FORMAT": kind,
        "TILEMATRIXSET": matrix_set,
        "TILEMATRIX": "{z}",
        "TILEROW": "{y}",
        "TILECOL": "{x}",
    }
    assert (basemap.names, basemap.relief) == (names, relief)
    assert basemap.credit.startswith("IGN, ")


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "layers"
    shutil.copytree(shipped_layers(), folder, ignore=shutil.ignore_patterns("*.parquet"))
    return folder


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('layer = "ign:1949_1952_1955_R32_Ortho_0m50_NB_COG"\n', "", "geo2france_1949: layer: goes with kind"),
        ("years = [1949, 1955]", "years = [1955, 1949]", "geo2france_1949: years: the first comes after"),
        ('against = "ign_orthophoto"', 'against = "the_moon"', "geo2france_1949.against: no background 'the_moon'"),
        ('kind = "wms"', 'kind = "wfs"', "geo2france_1949.kind: Input should be 'xyz' or 'wms'"),
    ],
)
def test_a_background_declared_wrong_is_named_and_the_others_open(copy, old, new, sentence):
    path = copy / "basemaps.toml"
    head, mark, tail = path.read_text(encoding="utf-8").partition("[geo2france_1949]")
    path.write_text(head + mark + tail.replace(old, new, 1), encoding="utf-8")
    catalog = open_catalog(copy)
    problems = [str(problem) for problem in catalog.problems]
    assert any(sentence in problem for problem in problems), problems
    assert "ign_plan" in catalog.basemaps


def test_the_page_is_told_how_to_ask_and_both_are_credited(atlas):
    scene = compose(View(basemap="geo2france_1949", layers=("slag_heaps",)), atlas)
    message = scene_message(scene)["tiles"]
    assert (message["layer"], message["years"]) == ("ign:1949_1952_1955_R32_Ortho_0m50_NB_COG", (1949, 1955))
    assert message["against"]["layer"] is None
    assert "{z}" in message["against"]["url"]
    producers = [name for _, names in scene.attribution for name in names]
    assert {"IGN, diffusion Géo2France", "IGN, BD ORTHO"} <= set(producers)
