"""Maps of folium with the drawing of the atlas: what a page of them holds."""

import re
import warnings

import folium
import geopandas as gpd
import numpy as np
import pytest
from branca.element import Figure
from folium.map import LayerControl
from folium.plugins import Draw, HeatMap, MarkerCluster
from shapely.geometry import Point

import atlas as package
from atlas.api.atlas import Atlas
from atlas.folders import shipped_layers
from atlas.render.mark_encoding import in_steps

# Addresses that lead somewhere when a reader follows them, and request nothing.
LINKS = re.compile(r"https?://(?:www\.w3\.org|leafletjs\.com)[^\"'\s]*")


@pytest.fixture(scope="module")
def basin(catalog, frames):
    return Atlas(catalog, frames, shipped_layers())


@pytest.fixture(scope="module")
def heaps(basin):
    return basin.map(package.View(layers=("slag_heaps", "mine_shafts"), lang="en"))


def children(made):
    """What was added to a map, as folium keeps it."""
    return made._children.values()  # noqa: SLF001 - folium has no other way to ask


def requests_of(page):
    """Addresses that a page would load scripts, styles or pictures from."""
    tags = re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=[\"']?([^\"'\s>]+)", page)
    return [url for url in tags if not url.startswith("data:")] + re.findall(r"url\(['\"]?(https?:[^)]*)\)", page)


def test_a_map_is_one_of_folium_with_a_layer_of_folium_for_each_of_the_atlas(heaps):
    assert isinstance(heaps, folium.Map)
    layers = [child for child in children(heaps) if isinstance(child, folium.map.Layer) and child.control]
    assert [layer.layer_name for layer in layers] == ["Slag heaps", "Former mine shafts"]


def test_a_page_loads_nothing_from_anywhere(heaps, tmp_path):
    folium.Marker((50.4, 2.8), popup="here", icon=folium.Icon(color="red")).add_to(heaps)
    folium.LayerControl().add_to(heaps)
    heaps.save(tmp_path / "heaps.html")
    page = (tmp_path / "heaps.html").read_text(encoding="utf-8")
    assert requests_of(page) == []
    assert len(page) < 1_500_000
    assert heaps._repr_html_().startswith("<div")


def test_clusters_and_heat_maps_of_folium_lie_in_the_page(basin):
    made = basin.map(package.View(layers="slag_heaps"))
    MarkerCluster([(50.4, 2.8), (50.5, 2.9)]).add_to(made)
    HeatMap([(50.4, 2.8), (50.5, 2.9)]).add_to(made)
    assert requests_of(made.get_root().render()) == []


def test_two_maps_of_a_page_share_the_scripts(basin):
    page = Figure()
    for number in (1, 2):
        page.add_subplot(1, 2, number).add_child(basin.map(package.View(layers="slag_heaps")))
    text = page.render()
    assert text.count("window.atlasFolium = {") == 1
    assert len(set(re.findall(r'id="(map_\w+)_rows"', text))) == 2


def test_words_of_rows_are_no_template_and_no_script():
    rows = gpd.GeoDataFrame(
        {"name": ["{{ 7 * 7 }} </script><b>", "{% if %}"]}, geometry=[Point(2, 50), Point(3, 50)], crs=4326
    )
    page = package.show(rows, name="{{ 7 * 7 }} </script>").get_root().render()
    assert "49" not in re.sub(r'_rows">[^<]*', "", page).partition('_scene">')[2][:2_000]
    assert page.count("</script><b>") == 0


def test_a_plain_map_has_plain_groups(basin):
    plain = basin.map(package.View(layers="slag_heaps", filters={"slag_heaps.form": "conical"}, lang="en"), plain=True)
    groups = [child for child in children(plain) if isinstance(child, folium.GeoJson) and child.control]
    assert [(group.layer_name, len(group.data["features"])) for group in groups] == [("Slag heaps", 22)]
    assert requests_of(plain.get_root().render()) == []


@pytest.mark.parametrize(
    "named",
    [
        {"column": "area"},
        {"color": "no colour"},
        {"column": "area_ha", "scheme": "quartile"},
        {"column": "area_ha", "k": 99},
    ],
)
def test_what_show_cannot_do_is_an_error_that_says_what_there_is(basin, named):
    with pytest.raises(package.AtlasError, match=r"quantiles|area_ha|#0B6E8A|from 2 to 7"):
        package.show(basin.read("slag_heaps"), **named)


def test_rows_of_any_reference_system_and_kind_are_shown(basin):
    metres = basin.read("slag_heaps").to_crs(2154)
    shown = package.show(metres, column="form", name="Heaps")
    assert [layer["title"] for layer in shown.shown["state"]["legend"]] == ["Heaps"]
    logical = gpd.GeoDataFrame({"open": [True, False]}, geometry=[Point(2, 50), None], crs=4326)
    assert package.show(logical, column="open").shown["state"]["layers"][0]["count"] == 2
    empty = logical.iloc[:0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert package.show(empty).shown["state"]["layers"][0]["count"] == 0


@pytest.mark.parametrize("stride", [1, 2])
def test_numbers_in_steps_are_few_bytes_and_come_back(stride):
    numbers = np.array([0, 5, -3, 2**30, 2**30 + 7, -(2**30), 12, 12], dtype=np.int64)
    packed, found, at = in_steps(numbers, stride), [], 0
    while at < len(packed):
        value, shift = 0, 0
        while True:
            byte = int(packed[at])
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        step = -(value + 1) // 2 if value % 2 else value // 2
        found.append(step + (found[-stride] if len(found) >= stride else 0))
    assert found == numbers.tolist()


@pytest.mark.parametrize(("option", "near"), [("colour", "color"), ("cmap", "crs|max"), ("tooltip", "tiles|top")])
def test_an_option_that_no_map_has_is_answered_with_the_nearest(basin, option, near):
    with pytest.raises(package.ViewError, match=f"{option}: a map has no such option; the nearest are .*({near})"):
        package.show(basin.read("slag_heaps"), **{option: "red"})
    with pytest.raises(package.ViewError, match="a map has no such option"):
        basin.map(plain=True, **{option: "red"})
    assert basin.map(prefer_canvas=True, scroll_wheel_zoom=False, height=300).options["scroll_wheel_zoom"] is False


def test_a_map_knows_where_its_layers_lie(basin):
    made = basin.map(package.View(layers="slag_heaps"))
    folium.Marker((52.0, 1.0)).add_to(made)
    _, south, east, _ = basin.read("slag_heaps").total_bounds
    assert made.get_bounds() == [[south, 1.0], [52.0, east]]


def test_scales_of_colours_need_no_network(basin):
    made = basin.map(package.View(layers="slag_heaps"), plain=True)
    heaps = basin.read("slag_heaps").dropna(subset=["area_ha", "geometry"]).reset_index()
    folium.Choropleth(heaps.to_json(), heaps, ["id", "area_ha"], "feature.properties.id").add_to(made)
    assert requests_of(made.get_root().render()) == []


def test_a_plugin_whose_files_are_elsewhere_is_named(basin):
    made = basin.map(package.View(layers="slag_heaps"))
    Draw().add_to(made)
    LayerControl().add_to(made)
    with pytest.warns(UserWarning, match=r"network: Draw \(leaflet.draw.js, leaflet.draw.css\); the option assets"):
        made.get_root().render()


def test_a_plugin_whose_files_are_in_a_folder_lies_in_the_page(basin, tmp_path):
    folder = tmp_path / "leaflet-draw" / "dist"
    (folder / "images").mkdir(parents=True)
    (folder / "leaflet.draw.js").write_text('L.drawing = "</script>";', encoding="utf-8")
    (folder / "leaflet.draw.css").write_text(
        "a { background: url('images/a.png') } b { filter: url(#b) } c { src: url(images/none.png) }", encoding="utf-8"
    )
    (folder / "images" / "a.png").write_bytes(b"picture")
    made = package.show(basin.read("slag_heaps"), assets=tmp_path)
    Draw().add_to(made)
    page = made.get_root().render()
    assert requests_of(page) == []
    assert 'L.drawing = "<\\/script>";' in page
    assert "a { background: url(data:image/png;base64,cGljdHVyZQ==) } b { filter: url(#b) }" in page
    with pytest.raises(package.AtlasError, match="no such folder with scripts and styles"):
        basin.map(assets=tmp_path / "none")
