"""Maps of folium with the drawing of the atlas, opened from the disk by a browser without network."""

import folium
import geopandas as gpd
import pytest
from branca.element import Figure
from folium.plugins import MarkerCluster
from shapely.geometry import Point, box

import atlas as package
from atlas.api.atlas import Atlas
from atlas.folders import shipped_layers
from tests.waiting import PATIENCE_SECONDS

VIEW = package.View(layers=("slag_heaps", "mine_shafts"), lang="en")
PAINTED = "async () => { await window.atlas.ready; return window.atlas.counts(); }"
# Pixels of the canvas of the layers that are not transparent.
INK = """map => { const canvas = map.getPane("overlayPane").querySelector("canvas.atlas-canvas");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let ink = 0; for (let k = 3; k < data.length; k += 4) ink += data[k] > 0; return ink; }"""


@pytest.fixture(scope="module")
def basin(catalog, frames):
    return Atlas(catalog, frames, shipped_layers())


@pytest.fixture(scope="module")
def tab(browser):
    """A page that says what it requested and what went wrong."""
    page = browser.new_page(viewport={"width": 1200, "height": 750})
    page.set_default_timeout(1000 * PATIENCE_SECONDS)
    page.problems = []
    page.on("pageerror", lambda problem: page.problems.append(str(problem)))
    page.on("request", lambda request: page.problems.append(request.url) if request.url.startswith("http") else None)
    yield page
    page.close()


@pytest.fixture
def opened(tab, tmp_path):
    """Return a function that opens a saved map; nothing is requested, and nothing goes wrong."""

    def opened(made):
        made.save(tmp_path / "map.html")
        tab.goto(f"file://{tmp_path}/map.html")
        return tab

    tab.problems.clear()
    yield opened
    assert tab.problems == []


@pytest.mark.journey
def test_layers_of_the_atlas_are_switched_beside_markers_of_folium(opened, basin):
    made = basin.map(VIEW)
    folium.Marker((50.4, 2.8), popup="<b>a pit</b>", icon=folium.Icon(color="red")).add_to(made)
    MarkerCluster([(50.30, 3.40), (50.31, 3.41)], name="Pits").add_to(made)
    folium.LayerControl(collapsed=False).add_to(made)
    page = opened(made)
    assert page.locator(".marker-cluster").inner_text() == "2"
    assert page.evaluate(PAINTED) == {"slag_heaps": 333, "mine_shafts": 636}
    before = page.evaluate(f"({INK})(atlas.map)")
    page.get_by_label("Former mine shafts").uncheck()
    page.wait_for_function("() => !('mine_shafts' in atlas.counts())")
    page.wait_for_function(f"before => ({INK})(atlas.map) < before", arg=before)
    assert page.locator(".legend section").count() == 1
    page.locator("img.leaflet-marker-icon").click()
    assert page.locator(".leaflet-popup-content b").inner_text() == "a pit"


@pytest.mark.journey
def test_an_object_has_its_card_and_the_map_shows_itself_in_a_notebook(tab, opened, basin, tmp_path):
    made = basin.map(package.View(layers="slag_heaps", lang="en", card=("slag_heaps", "t74")))
    (tmp_path / "cell.html").write_text(f"<div>{made._repr_html_()}</div>", encoding="utf-8")
    opened(basin.map(VIEW))
    tab.goto(f"file://{tmp_path}/cell.html")
    frame = tab.frame_locator("iframe")
    assert "T74" in frame.locator(".card").inner_text()


@pytest.mark.journey
def test_two_maps_of_one_page_do_not_meet(opened, basin):
    page = Figure()
    heaps, own = (
        basin.map(package.View(layers="slag_heaps", lang="en")),
        package.show(
            gpd.GeoDataFrame({"area": [1.5, 2.5]}, geometry=[box(2, 50, 2.1, 50.1), Point(2.3, 50.2)], crs=4326),
            column="area",
        ),
    )
    for number, made in enumerate((heaps, own), start=1):
        page.add_subplot(1, 2, number).add_child(made)
    tab = opened(page)
    tab.wait_for_function("() => document.querySelectorAll('.legend section').length === 2")
    left, right = (tab.locator(f"#{made.get_name()} .legend").text_content() for made in (heaps, own))
    assert "333" in left
    assert "333" not in right
    assert tab.evaluate(f"({INK})({own.get_name()})") > 100


@pytest.mark.slow
def test_plain_groups_are_drawn(opened, basin):
    tab = opened(basin.map(package.View(layers="slag_heaps", lang="en"), plain=True))
    tab.wait_for_function("() => document.querySelectorAll('path.leaflet-interactive').length >= 300")
