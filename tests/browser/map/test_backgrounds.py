"""Online backgrounds of today, against a local server that answers as the Géoplateforme does; and without network."""

import re

import numpy as np
import pytest

from tests.browser.map.local_service import colour_at, serve_tiles, serve_with_backgrounds

GREY = (150, 150, 150)
# Arras, south of the basin: no name and no symbol stands on the ground whose colour is measured.
HERE = "?at=50.25,2.7,11&layers=slag_heaps&lang=en"
LAND = (0xEF, 0xEB, 0xE1)
# What is asked of the service for each background: layer, format, matrix set; and whether the atlas names places.
ASKED = {
    "ign_plan": ("GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2", "image/png", "PM", False),
    "ign_orthophoto": ("ORTHOIMAGERY.ORTHOPHOTOS", "image/jpeg", "PM", True),
    "ign_lidar_relief": ("IGNF_LIDAR-HD_MNT_ELEVATION.ELEVATIONGRIDCOVERAGE.SHADOW", "image/png", "PM_0_18", True),
}


def answer(_path, asked):
    """Answer GetTile of WMTS 1.0.0 with a grey picture."""
    wanted = {"service": "WMTS", "request": "GetTile", "version": "1.0.0", "style": "normal"}
    return GREY if wanted.items() <= asked.items() and asked["tilematrix"].isdigit() else None


@pytest.fixture(scope="module")
def service():
    with serve_tiles(answer) as server:
        yield server


@pytest.fixture(scope="module")
def online(copy_atlas, tmp_path_factory, service):
    """The app with the same declarations, their host replaced by the local service."""
    copied = copy_atlas(tmp_path_factory.mktemp("atlas"))
    with serve_with_backgrounds(copied, lambda text: text.replace("https://data.geopf.fr", service.home)) as address:
        yield address


@pytest.mark.slow
@pytest.mark.parametrize("basemap", ASKED)
def test_a_background_is_asked_for_as_declared_shown_and_credited(online, service, new_visit, basemap):
    layer, kind, matrix_set, named = ASKED[basemap]
    service.asked.clear()
    visit = new_visit(online).open(f"{HERE}&basemap={basemap}")
    # The relief shades the ground, the others cover it.
    seen = np.array(LAND) * GREY[0] / 255 if basemap == "ign_lidar_relief" else GREY
    visit.wait_until(lambda: colour_at(visit) == pytest.approx(seen, abs=8))
    _, asked = service.asked[0]
    assert (asked["layer"], asked["format"], asked["tilematrixset"]) == (layer, kind, matrix_set)
    visit.map.get_by_text(re.compile(r"\bIGN, (Plan|BD|LiDAR)")).first.wait_for(state="attached")
    towns = visit.map.evaluate("atlas.labels.filter(({ label }) => label.dot).length")
    assert (towns > 0) == named
    assert visit.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize("basemap", ASKED)
def test_without_network_that_is_said_and_the_ground_of_the_atlas_stays(new_visit, basemap):
    visit = new_visit().open(f"{HERE}&basemap={basemap}")
    visit.map.get_by_text("The online background does not answer").wait_for()
    visit.wait_until(lambda: colour_at(visit) == pytest.approx(LAND, abs=8))
    assert visit.map.evaluate("atlas.labels.filter(({ label }) => label.dot).length") > 0
    assert all(url.startswith("https://data.geopf.fr/wmts?") for url in visit.outside())
