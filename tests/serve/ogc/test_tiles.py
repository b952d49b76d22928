"""Vector tiles, read by GDAL."""

import numpy as np
import pyogrio
import pytest
import shapely

from atlas.analysis.spatial.generalise import WORLD, to_degrees, to_world
from atlas.serve.ogc.tiles import MOST_ZOOM, properties
from tests.serve.ogc.client import ROOT, ask

LENS = np.array([[2.83, 50.42]])


def read_tile(folder, layer, zoom, place=LENS):
    """Return a tile, in EPSG:4326, and the tile as an area."""
    side = WORLD / 2**zoom
    column, row = (to_world(place)[0] // side).astype(int)
    response = ask(f"/collections/{layer}/tiles/WebMercatorQuad/{zoom}/{row}/{column}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    (folder / "tile.mvt").write_bytes(response.content)
    rows = pyogrio.read_dataframe(f"MVT:{folder / 'tile.mvt'}").set_index("id")
    # Without the address of the tile GDAL counts upwards from its southern edge.
    shapes = shapely.transform(
        rows.geometry.to_numpy(),
        lambda xy: to_degrees(np.column_stack([column + xy[:, 0] / 4096, row + 1 - xy[:, 1] / 4096]) * side),
    )
    corners = to_degrees(np.array([[column, row + 1], [column + 1, row]]) * side)
    return rows.set_geometry(shapes, crs=4326), shapely.box(*corners.ravel())


@pytest.mark.parametrize(
    ("layer", "zoom"), [("slag_heaps", 8), ("slag_heaps", 13), ("communes", 10), ("green_corridors", 11)]
)
def test_a_tile_holds_what_lies_in_it(layer, zoom, atlas, tmp_path):
    rows, tile = read_tile(tmp_path, layer, zoom)
    own = atlas.read(layer)
    pixel = 360 / 2**zoom / 256
    inside = own.index[own.intersects(tile.buffer(-4 * pixel))]
    assert set(inside) <= set(rows.index)
    assert set(rows.index) <= set(own.index[own.intersects(tile.buffer(8 * pixel))])
    for name in properties(atlas.catalog[layer]):
        sent = rows[name] if name in rows else rows.index.to_series().map(lambda _: None)
        for row in rows.index:
            value = own[name][row]
            assert sent[row] == value or (own[name].isna()[row] and sent.isna()[row])


def test_shapes_differ_from_the_layer_by_a_pixel_at_most(atlas, tmp_path):
    zoom = 12
    rows, tile = read_tile(tmp_path, "slag_heaps", zoom)
    pixel = 360 / 2**zoom / 256
    for row, found in rows.geometry.items():
        own = atlas.read("slag_heaps").geometry[row]
        if own.geom_type != "Point" and tile.contains(own) and own.area > (8 * pixel) ** 2:
            assert shapely.hausdorff_distance(found, own) < 2 * pixel
            assert found.is_valid


@pytest.mark.parametrize("zoom", [0, 4])
def test_at_a_small_scale_few_rows_disappear(zoom, atlas, tmp_path):
    rows, _ = read_tile(tmp_path, "slag_heaps", zoom)
    assert len(rows) > 0.95 * atlas.read("slag_heaps").geometry.notna().sum()


@pytest.mark.parametrize(
    "path",
    [
        "projects/tiles",
        "projects/tiles/WebMercatorQuad/0/0/0",
        "communes/tiles/Another",
        "communes/tiles/WebMercatorQuad/1/0/2",
        f"communes/tiles/WebMercatorQuad/{MOST_ZOOM + 1}/0/0",
        "communes/tiles/WebMercatorQuad/-1/0/0",
    ],
)
def test_a_tile_that_does_not_exist_is_not_found(path):
    assert ask(f"/collections/{path}").status_code == 404


def test_an_empty_tile_is_empty():
    response = ask("/collections/communes/tiles/WebMercatorQuad/10/0/0")
    assert (response.status_code, response.content) == (200, b"")


def test_tiles_are_described_for_programs(catalog):
    described = ask("/collections/communes/tiles/WebMercatorQuad", f="tilejson").json()
    assert described["tilejson"] == "3.0.0"
    (template,) = described["tiles"]
    assert template == f"{ROOT}/collections/communes/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
    (layer,) = described["vector_layers"]
    assert {*layer["fields"]} == {"id", *properties(catalog["communes"])}
    (tiles,) = ask("/collections/communes/tiles").json()["tilesets"]
    (item,) = (link for link in tiles["links"] if link["rel"] == "item")
    assert item["templated"]
    matrices = ask("/tileMatrixSets/WebMercatorQuad").json()["tileMatrices"]
    assert matrices[0]["scaleDenominator"] == pytest.approx(559082264.0287178)
    assert [matrix["matrixWidth"] for matrix in matrices] == [2**zoom for zoom in range(MOST_ZOOM + 1)]


def test_the_style_has_the_colours_of_the_layers(catalog):
    style = ask("/style").json()
    shown = {layer.id for layer in catalog.values() if layer.shown and layer.style}
    assert {*style["sources"]} == shown
    assert {part["source-layer"] for part in style["layers"]} == shown
    order = [part["type"] for part in style["layers"]]
    assert order == sorted(order, key=["fill", "line", "circle"].index)
    (fill, *_) = ask("/collections/slag_heaps/style").json()["layers"]
    assert fill["paint"]["fill-color"] == catalog["slag_heaps"].style.color
