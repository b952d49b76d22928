"""QGIS opens the projects: no layer is missing, nothing is warned of, rows and pictures are those of the atlas."""

import io
import zipfile

import numpy as np
import pytest
from matplotlib.image import imread
from scipy.ndimage import uniform_filter

from atlas.render.print.canvas import Canvas, drawing
from atlas.render.print.colours import look_of
from atlas.render.print.map.collision_grid import CollisionGrid
from atlas.render.print.map.marks import Pen, draw_mark
from atlas.render.print.map.projection import open_window
from atlas.render.print.paper_size import MM_AN_INCH, PX_AN_INCH, Paper
from atlas.scene.map.compose import compose
from atlas.scene.notes.note import Note
from atlas.scene.query.permalink import parse_permalink
from tests.command_line import run_atlas
from tests.scene.notes.test_note_file import notes_file, pins

pytestmark = pytest.mark.slow
BASIN = "?layers=slag_heaps&layers=green_corridors&layers=projects&layers=partner_cities&layers=after_mine_sites"
SIZE = (920, 714)


@pytest.fixture(scope="module")
def basin(qgis, project_of):
    project, path, rows = project_of(f"{BASIN}&lang=fr&year=1960")
    expressions = {
        layer.id: {
            name: text
            for name in ("name", "symbol", "radius", "hollow", "unsure")
            if (text := getattr(layer.row, name))
        }
        for layer in project.layers
    }
    pdf = str(path.with_name("a3.pdf"))
    return project, rows, qgis(path, expressions=expressions, sheet=pdf)


def test_every_layer_opens_and_nothing_is_warned_of(basin):
    project, _, found = basin
    assert found["read"]
    assert found["messages"] == []
    assert set(found["layers"]) == {layer.id for layer in project.layers}
    assert all(layer["valid"] for layer in found["layers"].values())


def test_counts_are_those_of_the_query(basin):
    project, rows, found = basin
    counts = {}
    for layer in project.layers:
        own = found["layers"][layer.id]
        assert own["rows"] == own["read"] == layer.rows
        counts[layer.table] = counts.get(layer.table, 0) + own["rows"]
    assert counts == {name: len(gdf) for name, gdf in rows.items()}


def test_names_sizes_and_uncertain_rows_are_those_of_the_map(basin, atlas):
    project, _, found = basin
    view, _ = parse_permalink(f"{BASIN}&lang=fr&year=1960")
    scene = compose(view, atlas)
    for layer in project.layers:
        values = found["values"][layer.id]
        if layer.mark is None:
            continue
        mark, index = layer.mark, {row: place for place, row in enumerate(layer.mark.features.index)}
        unsure = scene.uncertain.get(layer.table, np.zeros(len(mark.names), dtype=bool))
        for row, own in values.items():
            place = index[row]
            assert float(own["radius"]) == pytest.approx(float(mark.radius[place]), rel=1e-5)
            assert (own["name"] or "") == mark.names[place]
            assert bool(own.get("hollow")) == bool(mark.hollow[place])
            assert bool(own.get("unsure")) == bool(unsure[place])
            if "symbol" in own and mark.symbols[mark.symbol_of[place]].code:
                assert own["symbol"] == mark.symbols[mark.symbol_of[place]].code


def test_the_reader_finds_titles_codes_credits_and_a_sheet(basin):
    _, _, found = basin
    heaps = found["layers"]["atlas_layer_slag_heaps_polygon"]
    assert heaps["aliases"]["area_ha"].endswith("(ha)")
    assert {"Conique": "conical"} in heaps["codes"]["form"]
    assert heaps["metadata"]["licences"]
    assert heaps["metadata"]["language"] == "fr"
    assert found["sheet"]["result"] == 0
    assert found["sheet"]["size"] == [420, 297]
    items = {"QgsLayoutItemLabel", "QgsLayoutItemLegend", "QgsLayoutItemMap", "QgsLayoutItemScaleBar"}
    items.add("QgsLayoutItemPicture")
    assert items <= set(found["sheet"]["items"])


@pytest.mark.parametrize("crs", [None, "EPSG:2154"])
def test_filters_can_be_lifted_and_the_map_shows_the_same_place(qgis, project_of, crs):
    project, path, rows = project_of("?layers=slag_heaps&slag_heaps.form=conical&slag_heaps.area_ha__gte=5", crs=crs)
    found = qgis(path)
    [layer] = found["layers"].values()
    assert layer["rows"] == len(rows["slag_heaps"])
    assert layer["subset"] == '("area_ha" >= 5) AND ("form" IN (\'conical\'))'
    assert layer["crs"] == (crs or "EPSG:4326")
    assert found["crs"] == (crs or "EPSG:3857")
    assert found["extent"] == pytest.approx(project.extent)


def test_the_geopackage_alone_is_styled(qgis, project_of, tmp_path):
    _, path, _ = project_of("?layers=slag_heaps&layers=unesco_components")
    with zipfile.ZipFile(path) as archive:
        tables = archive.extract("atlas.gpkg", tmp_path)
    found = qgis(path, styled=[[tables, "slag_heaps"]])
    [own] = found["styled"].values()
    assert own["renderer"] == "categorizedSymbol"
    assert own["classes"] > 3


def test_rows_of_the_ogc_api_are_those_of_the_query(qgis, project_of, ogc_api):
    link = "?layers=slag_heaps&layers=unesco_components&territory=246200364"
    project, path, rows = project_of(link, service=ogc_api)
    found = qgis(path)
    assert found["messages"] == []
    assert all(layer["valid"] for layer in found["layers"].values())
    counts = dict.fromkeys(rows, 0)
    for layer in project.layers:
        # QGIS 3.22 counts the rows of a filtered service when it has read them.
        counts[layer.table] += found["layers"][layer.id]["read"]
    assert counts == {name: len(gdf) for name, gdf in rows.items()}


CLASSED = "?layers=communes&classes=communes.population_2023:quantiles:5"


@pytest.mark.parametrize(
    ("link", "kind"),
    [(CLASSED, "graduatedSymbol"), ("?layers=tailings_dams&classes=tailings_dams.height_m:quantiles:4", None)],
)
def test_numbers_are_classed_as_on_the_map(qgis, project_of, link, kind):
    project, path, _ = project_of(link)
    found = qgis(path)
    [layer] = project.layers
    own = found["layers"][layer.id]
    assert own["renderer"] in {"graduatedSymbol", "RuleRenderer"}
    assert kind in {None, own["renderer"]}
    used = {layer.mark.symbols[place].title for place in layer.mark.symbol_of}
    assert set(own["classes"]) == used


GROUND = ["atlas_ground_ground_lines", "atlas_ground_ground_areas"]


@pytest.mark.parametrize("service", [False, True])
def test_the_ground_and_the_territory_lie_below_and_above(qgis, project_of, ogc_api, service, tmp_path):
    link = "?layers=slag_heaps&territory=246200364"
    project, path, _ = project_of(link, service=ogc_api if service else "")
    out = tmp_path / "map.png"
    drawn = [*(layer.id for layer in project.layers), *GROUND]
    found = qgis(path, pictures=[{"layers": drawn, "size": SIZE, "extent": project.extent, "out": str(out)}])
    assert found["messages"] == []
    assert set(found["ground"]) == {"atlas_ground_territory", *GROUND}
    assert all(own["valid"] and own["read"] for own in found["ground"].values())
    assert (found["order"][0], found["order"][-2:]) == ("atlas_ground_territory", GROUND)
    land = np.array([int(look_of("light").land[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    picture = imread(out)[..., :3]
    # France lies below the basin; its communes are drawn on it.
    assert 0.3 < (np.abs(picture - land).max(axis=2) < 0.01).mean() < 0.995


# Layers of every geometry, and where they are looked at. Of the pixels of a picture 4 in 1000 may differ: the waves and
# lines of a pattern begin elsewhere, and the point on an area of a symbol lies a few pixels away.
PICTURES = {
    "slag_heaps": "at=50.42,2.85,11",
    "slag_heaps_near": "at=50.42,2.85,13.5",
    "green_corridors": "at=50.42,2.85,12",
    "unesco_components": "at=50.42,2.85,12",
    "mining_estates": "at=50.42,2.85,13",
    "neonatural_spaces": "at=50.42,2.85,13",
    "partner_cities": "at=50.5,3.5,5",
    "tailings_dams": "at=10,0,2",
    "partnerships": "at=50.5,5,5",
    "blue_corridors": "at=50.5,2.9,11",
}


def ours(scene, mark):
    """Return the picture of one layer as the atlas draws it, without ground and names."""
    width, height = (side * MM_AN_INCH / PX_AN_INCH for side in SIZE)
    paper, look = Paper(width, height, 1, PX_AN_INCH, printed=False), look_of("light")
    with drawing():
        canvas = Canvas(paper, look.land)
        window = open_window(scene, (0, 0, *SIZE))
        draw_mark(Pen(canvas, look, window), mark, scene, CollisionGrid(*window.box))
        return imread(io.BytesIO(canvas.file("png", {})))[..., :3]


@pytest.mark.parametrize("case", PICTURES)
def test_the_picture_of_a_layer_is_that_of_the_atlas(qgis, project_of, atlas, tmp_path, case):
    name = case.removesuffix("_near")
    link = f"?layers={name}&{PICTURES[case]}"
    project, path, _ = project_of(link)
    out = tmp_path / "qgis.png"
    drawn = [layer.id for layer in project.layers if layer.mark is not None]
    asked = {"layers": drawn, "size": SIZE, "extent": project.extent, "background": look_of("light").land}
    found = qgis(path, pictures=[{**asked, "out": str(out)}])
    assert found["pictures"] == [[]]
    scene = compose(parse_permalink(link)[0], atlas)
    mine, theirs = ours(scene, scene.marks[0]), imread(out)[..., :3]
    # Colours in the mean over five pixels: edges and dashes may lie a pixel apart.
    far = np.abs(uniform_filter(mine, (5, 5, 0)) - uniform_filter(theirs, (5, 5, 0))).max(axis=2)
    inked = np.abs(mine - mine[0, 0]).max(axis=2) > 0.05
    assert inked.mean() > 0.0003
    assert np.mean(far > 0.15) < 0.004


def test_notes_of_link_and_file_are_layers_with_their_colours(qgis, tmp_path):
    drawn = (
        *pins(45, "Zyxw {}"),
        Note("area", ((50.4, 2.8), (50.45, 2.8), (50.45, 2.9)), "Secteur <b>11/19</b> & 'co'", "blue"),
        Note("arrow", ((50.4, 2.7), (50.42, 2.75)), "", "amber"),
    )
    file, out = tmp_path / "notes.geojson", tmp_path / "noted.qgz"
    file.write_bytes(notes_file(drawn))
    link = "?lang=en&layers=slag_heaps&note=text.green:50.5,2.8:Ici"
    done = run_atlas("query", link, "--notes", file, "--out", out)
    assert done.returncode == 0, done.stderr
    found = qgis(out)
    assert (found["read"], found["messages"]) == (True, [])
    assert all(layer["valid"] for layer in found["layers"].values())
    noted = {name: layer for name, layer in found["layers"].items() if "_notes_" in name}
    rows = {name.rsplit("_", 1)[1]: (layer["read"], layer["labels"]) for name, layer in noted.items()}
    assert rows == {"point": (46, True), "line": (1, True), "polygon": (1, True)}
    assert {name.rsplit("_", 1)[1]: layer["classes"] for name, layer in noted.items()} == {
        "point": ["Red", "Green"],
        "line": ["Amber"],
        "polygon": ["Blue"],
    }
