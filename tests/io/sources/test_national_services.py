"""Services of the State complete the atlas: inventories of nature, brownfields, former industrial sites."""

import itertools
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from atlas.catalog import open_catalog, shipped_layers
from atlas.environment import ImportLimits
from atlas.io.atlas import Atlas, open_atlas
from atlas.io.check import check_extents, check_layer
from atlas.io.imports.draft_declaration import OWN_THEME
from atlas.io.imports.run_import import scratch
from atlas.io.read import Frames, read_layer
from atlas.io.sources import pages
from atlas.io.sources.connector import connector_ids, open_connector
from atlas.io.sources.fetch import DownloadLimits
from atlas.io.sources.refresh import fetch_source
from tests.io.sources.service_shapes import area, casias, line, numbered, wfs


@pytest.fixture
def ask(source, catalog):
    """Ask one connector at the test's own server."""

    def run(name, **changes):
        declared = open_connector(name)
        declared = replace(declared, connector=declared.connector.model_copy(update=changes))
        with scratch() as folder:
            return fetch_source(declared, catalog, None, folder, limits=ImportLimits(), url=f"{source.url}/")

    return run


def test_the_guide_of_operators_names_each_source_that_completes_the_atlas():
    guide = (Path(__file__).parents[3] / "docs/refresh.md").read_text(encoding="utf-8")
    named = [name for name in connector_ids() if open_connector(name).layer.theme != OWN_THEME]
    assert len(named) == 9
    for name in named:
        typename = open_connector(name).connector.query.get("TYPENAMES", "")
        assert f"`{name}`" in guide, name
        assert typename in guide, typename


def brownfields(tmp_path, **changes):
    """Return the national file with the columns of the CNIG standard: five sites here, one elsewhere."""
    count = 6
    table = gpd.GeoDataFrame(
        {
            "site_id": [f"62{number:03}_1" for number in range(count)],
            "site_nom": [f"Friche {number}" for number in range(count)],
            "site_type": "friche industrielle",
            "site_statut": ["inconnu", *["friche sans projet"] * (count - 1)],
            "comm_insee": ["59178", *["62498"] * (count - 2), "75056"],
            "proprio_nom": "a person",
            "unite_fonciere_surface": 16750.0,
        },
        geometry=[shapely.box(x, 50.4, x + 0.005, 50.405) for x in (2.8 + number / 100 for number in range(count))],
        crs=4326,
    ).rename(columns=changes)
    path = tmp_path / "friches.gpkg"
    table.set_geometry(table.geometry.representative_point()).to_file(path, layer="friches_points")
    table.to_crs(2154).to_file(path, layer="friches_surfaces")
    return path.read_bytes()


def test_brownfields_of_two_departments_come_without_their_owners(source, refresh, tmp_path):
    source.answer("/", brownfields(tmp_path))
    assert refresh("brownfields", "--apply")[0] == 0
    atlas = open_atlas()
    layer, rows = atlas.catalog["brownfields"], atlas.frames["brownfields"]
    assert (layer.theme, len(rows), check_layer(layer), layer.title("pt")[:8]) == ("after_mine", 5, [], "Terrenos")
    assert rows.loc["62001_1", ["name", "status", "area_m2_producer"]].tolist() == [
        "Friche 1",
        "without_project",
        16750,
    ]
    assert set(rows.geometry.geom_type) <= {"Polygon", "MultiPolygon"}
    assert rows["status"].isna().tolist().count(True) == 1
    assert "person" not in rows.to_json()
    assert layer.completeness.area == "nowhere"
    assert not atlas.catalog.problems


def test_a_column_of_the_standard_that_is_gone_is_named(source, refresh, tmp_path):
    source.answer("/", brownfields(tmp_path, comm_insee="commune"))
    code, told = refresh("brownfields", "--apply")
    assert (code, len(told)) == (1, 1)
    assert "no longer has the columns comm_insee" in told[0]


def test_numbered_pages_are_asked_by_number_and_no_address_of_an_answer_is_followed(source, tmp_path):
    source.answer("/", numbered(lambda _: [casias("62498", number) for number in range(5)]))
    connector = open_connector("former_industrial_sites").connector.model_copy(update={"page": 2})
    found = pages.numbered_pages(connector, f"{source.url}/", tmp_path, DownloadLimits(), ["62498"])
    rows = [*itertools.chain(*found)]
    assert [row["properties"]["identifiant_ssp"] for row in rows] == [f"SSP{number:07}" for number in range(5)]
    assert [query["page"] for _, query, _ in source.requests] == ["1", "2", "3"]


def test_former_industrial_sites_are_asked_for_ten_communes_at_once(source, ask, frames):
    def rows(query):
        codes = query["code_insee"].split(",")
        assert len(codes) <= 10
        return [casias("62498", 1), casias("62498", 2, placed=False)] if "62498" in codes else []

    source.answer("/", numbered(rows))
    sites = ask("former_industrial_sites").rows
    assert sites.loc["ssp0000001", ["name", "status", "commune"]].tolist() == ["Ancienne usine 1", "En arrêt", "62498"]
    assert sites.geometry.isna().tolist().count(True) == 1
    assert "rue" not in sites.to_json()
    asked = [code for _, query, _ in source.requests for code in query["code_insee"].split(",")]
    assert sorted(asked) == sorted(frames["communes"].index)


def test_an_inventory_of_nature_becomes_a_layer_of_ecology(source, refresh):
    source.answer("/", wfs([area(2.8, size=0.01, number="1", id_mnhn="310013748", nom_site="Terrils de Loos")]))
    assert refresh("znieff_1", "--apply")[0] == 0
    catalog = open_catalog(shipped_layers())
    layer = catalog["znieff_1"]
    row = read_layer(layer).loc["310013748"]
    assert (row["name"], row["area_ha"]) == ("Terrils de Loos", pytest.approx(79, abs=1))
    assert (layer.theme, layer.licence, check_layer(layer), catalog.problems) == ("ecology", "etalab-2.0", [], ())
    assert list(check_extents(Atlas(catalog, Frames(catalog)))) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "properties", "fields"),
    [
        ("znieff_2", {"id_mnhn": "1", "nom_site": "Plaine"}, {"name": "Plaine", "code": "1"}),
        ("biotope_protection", {"id_mnhn": "FR3800001", "nom": "Marais"}, {"name": "Marais", "code": "FR3800001"}),
        (
            *("water_bodies", {"cleabs": "P1", "toponyme": "Étang", "nature": "Mare", "etat_de_l_objet": "En service"}),
            {"name": "Étang", "nature": "Mare"},
        ),
    ],
)
def test_areas_of_the_geoplateforme_are_read(source, ask, layer, properties, fields):
    source.answer("/", wfs([area(2.8, number="1", **properties)]))
    assert ask(layer).rows.iloc[0][[*fields]].to_dict() == fields


@pytest.mark.slow
def test_watercourses_with_a_name_are_read_as_wholes(source, ask):
    rows = [line(None, 2.8 + number / 10, code=number) for number in (1, 2)]
    rows[0]["properties"] |= {"toponyme": "La Deûle", "caractere_permanent": True}
    rows[1]["properties"] |= {"toponyme": None, "caractere_permanent": False}
    source.answer("/", wfs(rows))
    found = ask("watercourses").rows
    assert found[["name", "permanent"]].values.tolist() == [["La Deûle", True]]
