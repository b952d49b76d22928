import geopandas as gpd
import pytest

from atlas.analysis.spatial.measure import GEOD


@pytest.fixture
def railways(frames):
    return frames["green_corridors"]


@pytest.fixture
def waterways(frames):
    return frames["blue_corridors"]


@pytest.fixture
def protected(frames):
    return frames["protected_areas"]


def geodesic_ha(geometry):
    return abs(GEOD.geometry_area_perimeter(geometry)[0]) / 1e4


def planar_ha(geometries):
    return geometries.to_crs(2154).area / 1e4


def test_five_neonatural_spaces_are_inscribed_seven_in_the_buffer_zone(frames):
    spaces = frames["neonatural_spaces"]
    assert spaces["situation"].value_counts().to_dict() == {"property": 5, "buffer": 7}
    assert spaces["inscribed"].eq(spaces["situation"] == "property").all()
    assert spaces["element"].notna().eq(spaces["inscribed"]).all()


def test_neonatural_spaces_sum_to_789_ha(frames):
    assert frames["neonatural_spaces"]["area_ha"].sum() == pytest.approx(789, abs=0.5)


def test_mine_railways_of_the_buffer_zone_measure_797_km(railways):
    lines = railways[railways["situation"] == "buffer"]
    assert len(lines) == 1316
    assert set(lines.geom_type) == {"LineString", "MultiLineString"}
    assert lines["length_km"].sum() == pytest.approx(797, abs=1)
    assert sum(map(GEOD.geometry_length, lines.geometry)) / 1e3 == pytest.approx(lines["length_km"].sum(), abs=0.01)


def test_the_fourteen_inscribed_railways_measure_54_8_km(railways, catalog):
    areas = railways[railways["situation"] == "property"]
    assert len(areas) == 14
    assert set(areas.geom_type) == {"Polygon"}
    assert areas["length_km_producer"].sum() == pytest.approx(54.8, abs=0.05)
    versions = catalog["green_corridors"].figures["inscribed_length"].versions
    assert {key: version.value for key, version in versions.items()} == {"producer": "54.8", "unesco": "54"}


def test_a_railway_has_the_length_of_a_line_or_the_area_of_an_outline(railways):
    is_line = railways["situation"] == "buffer"
    assert railways["length_km"].notna().eq(is_line).all()
    assert railways["area_ha"].isna().eq(is_line).all()
    assert railways["section"].notna().eq(is_line).all()
    assert railways["element"].isna().eq(is_line).all()


def test_railways_doubted_by_the_producer_say_so_outside_their_name(railways):
    assert railways["questioned"].sum() == 80
    assert not railways["name"].str.startswith("?").any()


def test_mine_railways_are_not_called_greenways(catalog):
    title = catalog["green_corridors"].title
    assert "voies vertes" not in title.fr.lower()
    assert "greenway" not in title.en.lower()


def test_the_cycle_route_whose_licence_is_not_stated_is_not_shipped(atlas):
    assert not any("euro" in layer_id for layer_id in atlas.catalog)
    for layer in atlas.catalog.values():
        extracts = [name for _, source in layer.files for name in source.sha256]
        assert not any("eurovelo" in name for name in extracts), layer.id
    for layer_id in ("green_corridors", "blue_corridors"):
        assert not atlas.frames[layer_id]["name"].str.contains("eurov", case=False).any()


@pytest.mark.parametrize(("licence", "rows", "km"), [("ODbL-1.0", 141, 244), ("etalab-2.0", 180, 96)])
def test_waterways_lie_in_two_files_by_licence(waterways, catalog, licence, rows, km):
    own = waterways[waterways["licence"] == licence]
    assert len(own) == rows
    assert own["length_km"].sum() == pytest.approx(km, abs=1)
    path = next(path for path, source in catalog["blue_corridors"].files if source.licence == licence)
    assert sorted(gpd.read_parquet(path)["id"]) == sorted(own.index)


def test_openstreetmap_is_credited(catalog):
    credited = [source.citation for _, source in catalog["blue_corridors"].files if source.licence == "ODbL-1.0"]
    assert credited == ["© OpenStreetMap contributors, ODbL 1.0"]


def test_the_deule_measures_49_km_under_its_corrected_name(waterways):
    deule = waterways[waterways["name"].str.contains("Deûle canalisée")]
    assert deule["length_km"].sum() == pytest.approx(49, abs=0.5)
    assert deule["renamed"].all()
    assert set(deule["source_name"]) == {"Liaison Dunkerque–Escaut", "River Lys"}


def test_72_waterways_were_renamed_and_keep_their_first_label(waterways):
    assert waterways["renamed"].sum() == 72
    assert waterways.loc[waterways["renamed"], "source_name"].notna().all()


def test_a_reach_without_shape_has_no_length(waterways):
    assert waterways["length_km"].notna().eq(waterways.geometry.notna()).all()
    assert waterways.geometry.isna().sum() == 1
    assert (waterways["length_km"].dropna() > 0).all()


def test_natura_2000_sites_measure_2127_ha_geodesic_and_2133_planar(protected):
    sites = protected[protected["kind"] == "natura_2000"]
    assert sorted(sites["code"]) == ["FR3100506", "FR3100507"]
    assert sites["area_ha"].sum() == pytest.approx(2126.7, abs=0.1)
    assert sites.geometry.map(geodesic_ha).sum() == pytest.approx(2126.7, abs=0.1)
    assert sorted(sites["area_ha_producer"]) == pytest.approx([195.9, 1936.8], abs=0.05)
    assert planar_ha(sites.geometry).sum() == pytest.approx(2132.7, abs=0.1)


def test_the_nature_park_measures_58403_ha_geodesic_and_58570_planar(protected):
    park = protected.loc["pnr_scarpe_escaut"]
    assert park["area_ha"] == pytest.approx(58403, abs=1)
    assert park["area_ha_producer"] == pytest.approx(58403, abs=1)
    assert planar_ha(protected.geometry).loc["pnr_scarpe_escaut"] == pytest.approx(58570, abs=1)
    assert park["decree_date"] == "2010-08-30"


def test_figures_of_protected_areas_are_those_measured(catalog):
    figures = catalog["protected_areas"].figures
    park = {key: version.value for key, version in figures["park_area"].versions.items()}
    sites = {key: version.value for key, version in figures["natura_2000_area"].versions.items()}
    assert park == {"planar": "58570", "producer": "58403"}
    assert sites == {"geodesic": "2126.7", "planar": "2132.7"}


def test_protected_areas_are_in_force_and_the_annulled_scheme_is_absent(catalog):
    assert {source.legal_status for _, source in catalog["protected_areas"].files} == {"in_force"}
    for layer in catalog.values():
        assert all(source.legal_status != "annulled" for _, source in layer.files), layer.id
