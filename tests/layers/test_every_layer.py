"""What holds for every layer: adding one adds its tests."""

from pathlib import Path

import pyproj
import pytest
from pyarrow import parquet

from atlas.catalog import open_catalog, shipped_layers

CATALOG = open_catalog(shipped_layers())
SHARE_ALIKE_OR_RESTRICTED = {"ODbL-1.0", "CC-BY-SA-4.0", "LicenseRef-ANM-facts", "LicenseRef-GISCO-NC"}
PROMISED = """
mining_basins intercommunalities communes unesco_sites unesco_site_points unesco_components unesco_buffer
heritage_elements mining_estates mine_shafts slag_heaps viewpoints green_corridors blue_corridors neonatural_spaces
protected_areas partner_cities twinnings partnerships coal_regions projects transition_sites closed_coal_mines mines
basemap after_mine_sites tailings_dams
"""


def test_the_layers_promised_are_all_there():
    assert sorted(set(PROMISED.split()) - set(CATALOG)) == []


@pytest.mark.parametrize("layer_id", CATALOG)
def test_a_layer_says_where_it_comes_from(layer_id):
    for path, source in CATALOG[layer_id].files:
        assert source.url.startswith(("https://", "http://")), path.name
        assert source.sha256, path.name
        assert source.accessed.year == 2026, path.name
        assert "/" not in source.producer, path.name


@pytest.mark.parametrize("layer_id", CATALOG)
def test_rows_of_a_share_alike_or_restricted_licence_lie_in_files_of_their_own(layer_id):
    licences = [source.licence for _, source in CATALOG[layer_id].files]
    assert len(licences) == len(set(licences))
    if SHARE_ALIKE_OR_RESTRICTED & set(licences) and len(licences) > 1:
        assert "licence" in CATALOG[layer_id].fields


def test_every_licence_has_its_text_and_every_text_its_use():
    texts = {path.stem for path in (Path(__file__).parents[2] / "LICENSES").iterdir()}
    used = {source.licence for layer in CATALOG.values() for _, source in layer.files}
    assert texts == used | {"MIT"}


@pytest.mark.parametrize("layer_id", CATALOG)
def test_a_row_that_is_not_exact_says_so_with_a_declared_code(layer_id, frames):
    layer = CATALOG[layer_id]
    if "precision" in layer.fields:
        assert layer.fields["precision"].codes
        assert frames[layer_id]["precision"][frames[layer_id].geometry.notna()].notna().all()


@pytest.mark.parametrize("layer_id", [i for i, layer in CATALOG.items() if layer.geometry != "none"])
def test_files_are_geoparquet_with_a_box_covering_and_zstd(layer_id):
    for path, _ in CATALOG[layer_id].files:
        footer = parquet.ParquetFile(path)
        assert b'"covering"' in footer.metadata.metadata[b"geo"]
        assert footer.metadata.row_group(0).column(0).compression == "ZSTD"
        assert footer.metadata.row_group(0).num_rows <= 10_000


def test_a_contested_figure_is_declared_once():
    figures = [figure for layer in CATALOG.values() for figure in layer.figures]
    assert len(figures) == len(set(figures))


@pytest.mark.parametrize("layer_id", CATALOG)
def test_years_are_years(layer_id, frames):
    for name, field in CATALOG[layer_id].fields.items():
        if field.type == "year":
            assert frames[layer_id][name].dropna().between(1000, 2100).all(), name


@pytest.mark.parametrize("layer_id", CATALOG)
def test_areas_and_lengths_are_those_of_the_shapes_unless_a_producer_gives_them(layer_id, frames):
    gdf = frames[layer_id]
    if "area_ha" in gdf.columns and CATALOG[layer_id].geometry in {"polygon", "mixed"}:
        outlined = gdf[gdf.geometry.notna() & gdf.geom_type.isin(["Polygon", "MultiPolygon"])].head(40)
        geod = pyproj.Geod(ellps="WGS84")
        # Edges are straight in degrees, as GeoJSON has them; a geodesic between far vertices would leave them.
        for shape, area in zip(outlined.geometry.segmentize(0.001), outlined["area_ha"], strict=True):
            assert abs(geod.geometry_area_perimeter(shape)[0]) / 1e4 == pytest.approx(area, rel=1e-4, abs=1e-4)
