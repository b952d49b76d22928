"""Services of the State complete the atlas: waterways, inventories of nature, brownfields, former industrial sites."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import requests
import shapely

from atlas.__main__ import main
from atlas.analysis.spatial.territories import WHOLLY_SURVEYED
from atlas.catalog import open_catalog, shipped_layers
from atlas.environment import ImportLimits
from atlas.errors import LayerDataError
from atlas.io.atlas import open_atlas
from atlas.io.check import check_extents, check_layer
from atlas.io.imports.draft_declaration import OWN_THEME
from atlas.io.imports.run_import import scratch
from atlas.io.read import Frames, read_layer
from atlas.io.sources import pages
from atlas.io.sources.completion import BOX_CRS
from atlas.io.sources.connector import connector_ids, open_connector
from atlas.io.sources.fetch import DownloadLimits, fetch
from atlas.io.sources.refresh import fetch_source
from atlas.scene.query.completeness import complete_share
from tests.io.sources.service_shapes import CAPABILITIES, area, casias, line, numbered, wfs

CANALS = [
    line("Canal d'Aire", 2.6, code="1"),
    line("Canal de Lens", 2.85, code="2"),
    line("La Souchez", 2.83, code="3"),
    line(None, 2.9, code="4"),
    line("Canal abandonné", 2.95, code="5", state="Détruit"),
]


@pytest.fixture
def refresh(source, capsys):
    """Run the command and return its code and the lines of standard error."""

    def run(layer, *arguments, path="/"):
        capsys.readouterr()
        code = main(["refresh", layer, "--url", source.url + path, *arguments])
        return code, capsys.readouterr().err.splitlines()

    return run


@pytest.fixture
def ask(source, catalog):
    """Ask one connector at the test's own server."""

    def run(name, **changes):
        declared = open_connector(name)
        declared = replace(declared, connector=declared.connector.model_copy(update=changes))
        with scratch() as folder:
            return fetch_source(declared, catalog, None, folder, limits=ImportLimits(), url=f"{source.url}/")

    return run


def own_files(tmp_path):
    return {path: path.read_bytes() for path in (tmp_path / "own").rglob("*") if path.is_file()}


def test_the_waterways_that_are_missing_are_fetched_and_the_basin_is_complete(
    source, refresh, tmp_path, catalog, monkeypatch
):
    shipped = (shipped_layers() / "ecology/blue_corridors.toml").read_bytes()
    source.answer("/", wfs(CANALS, most=2))
    code, dry = refresh("blue_corridors")
    assert (code, dry[0][:10], dry[1][:13]) == (0, "Added: 3 (", "Removed: 294 ")
    assert dry[-1] == "Nothing was changed; add --apply to apply it"
    assert own_files(tmp_path) == {}
    assert source.requests[0][1]["BBOX"] == "643000,7014000,751000,7061500,EPSG:2154"
    assert [query["STARTINDEX"] for _, query, _ in source.requests] == ["0", "2", "4"]

    assert refresh("blue_corridors", "--apply")[0] == 0
    atlas = open_atlas()
    layer, rows = atlas.catalog["blue_corridors"], atlas.frames["blue_corridors"]
    assert not atlas.catalog.problems
    assert (layer.theme, layer.completes, layer.source.producer, len(layer.source.sha256)) == (
        "ecology",
        True,
        "IGN",
        1,
    )
    assert {"Canal d'Aire", "Canal de Lens", "La Souchez"} <= set(rows["name"])
    assert "Canal abandonné" not in set(rows["name"])
    canal = rows.loc[rows["name"] == "Canal de Lens"].iloc[0]
    assert canal["length_km"] == pytest.approx(1.421, abs=0.002)
    assert (canal["licence"], bool(canal["renamed"])) == ("etalab-2.0", False)
    # What lies outside the area that was asked for stays, each licence in a file of its own.
    before = read_layer(catalog["blue_corridors"])
    outside = ~before.to_crs(BOX_CRS).intersects(_box()) & before.geometry.notna()
    assert set(before.index[outside]) == set(rows.index[rows.index.isin(before.index)])
    assert {source.licence for _, source in layer.files[1:]} <= {"etalab-2.0", "ODbL-1.0"}
    assert check_layer(layer) == []
    assert list(check_extents(atlas.catalog, atlas.frames)) == []
    # Complete from now on, with its source and its date.
    assert layer.completeness.area == ("nord_pas_de_calais",)
    assert layer.completeness.source("fr") == f"IGN, BD TOPO, Géoplateforme, {layer.source.accessed}"
    assert (
        complete_share(layer.completeness.area, atlas.frames["communes"].geometry.iloc[:1], atlas).item()
        >= WHOLLY_SURVEYED
    )
    assert (shipped_layers() / "ecology/blue_corridors.toml").read_bytes() == shipped

    assert refresh("blue_corridors")[1] == ["blue_corridors: the source has not changed"]
    source.answer("/", wfs([line("Canal de Lens", 2.86, code="2"), *CANALS[2:]]))
    code, told = refresh("blue_corridors", "--apply")
    assert told[0] == "Removed: 1 (tron_eau0000000000001)"
    assert told[1].startswith("Moved: 1, by 711 m")
    # The shipped layers are compiled, never the own copy of one.
    compiled = []
    monkeypatch.setattr(
        "atlas.prepare.compile.compile_layers", lambda _, found, *__: compiled.append(found["blue_corridors"]) or []
    )
    assert main(["prepare", "--raw", str(tmp_path)]) == 0
    assert compiled[0].folder == shipped_layers() / "ecology"
    assert main(["remove", "blue_corridors"]) == 0
    assert open_catalog(shipped_layers())["blue_corridors"].completeness.area == "nowhere"


def _box():
    import shapely  # noqa: PLC0415

    return shapely.box(*open_connector("blue_corridors").connector.box)


def test_each_area_that_is_asked_for_holds_the_basin(frames):
    west, south, east, north = frames["mining_basins"].loc[["nord_pas_de_calais"]].to_crs(BOX_CRS).total_bounds
    boxes = [open_connector(name).connector.box for name in connector_ids()]
    assert len({box for box in boxes if box}) == 1
    for box in filter(None, boxes):
        assert (box[0] < west - 2000, box[1] < south - 2000, box[2] > east + 2000, box[3] > north + 2000) == (True,) * 4


def test_the_guide_of_operators_names_each_source_that_completes_the_atlas():
    guide = (Path(__file__).parents[3] / "docs/refresh.md").read_text(encoding="utf-8")
    named = [name for name in connector_ids() if open_connector(name).layer.theme != OWN_THEME]
    assert len(named) == 9
    for name in named:
        typename = open_connector(name).connector.query.get("TYPENAMES", "")
        assert f"`{name}`" in guide, name
        assert typename in guide, typename


@pytest.mark.slow
def test_bounds_and_blanks_of_waterways_become_values(source, refresh, capsys):
    def measured():
        capsys.readouterr()
        main(["indicators", "--level", "basin", "--territory", "nord_pas_de_calais", "--json"])
        rows = {(row["indicator"], row.get("part")): row for row in json.loads(capsys.readouterr().out)}
        wanted = [rows["waterway_density", None], rows["heap_to_network_m", "waterway"]]
        return [(row["completeness"], row["value"] is None) for row in wanted]

    assert measured() == [("at_least", False), ("blank", True)]
    source.answer("/", wfs(CANALS))
    refresh("blue_corridors", "--apply")
    # The heaps are a list that is not complete: the distance is that of the listed ones.
    assert measured() == [("complete", False), ("listed", False)]


def test_an_own_layer_takes_the_place_of_a_shipped_one_only_if_it_completes_it(source, tmp_path):  # noqa: ARG001
    folder = tmp_path / "own/ecology"
    folder.mkdir(parents=True)
    text = (shipped_layers() / "ecology/blue_corridors.toml").read_text(encoding="utf-8")
    for more, taken in (("", False), ('connector = "gisco_nuts"\ncompletes = true\n', False)):
        (folder / "blue_corridors.toml").write_text(more + text, encoding="utf-8")
        found = open_catalog(shipped_layers())
        assert (found["blue_corridors"].folder == folder, bool(found.problems)) == (taken, not taken)


def test_an_update_that_is_cut_off_changes_nothing(source, refresh, tmp_path):
    source.answer("/", wfs(CANALS))
    refresh("blue_corridors", "--apply")
    before = own_files(tmp_path)

    def cut(query, _):
        if query["STARTINDEX"] == "0":
            return wfs(CANALS, most=2)(query, _)
        return 200, {"Content-Length": "90000"}, b'{"features": ['

    for answer, sentence in [
        (cut, "breaks off"),
        (wfs(CANALS[:2], totals=itertools.repeat(5)), "2 rows received of 5 announced"),
        (wfs(CANALS, most=2, totals=itertools.count(5)), "changed while it was read (5 rows announced, then 6)"),
        (wfs([*CANALS[:2], *CANALS[:2]], most=3), "the same page comes again"),
        (wfs([CANALS[3]]), "no row of the source fits the declaration"),
    ]:
        source.answer("/", answer)
        code, told = refresh("blue_corridors", "--apply")
        assert (code, len(told), sentence in told[0]) == (1, 1, True), told
    assert own_files(tmp_path) == before


def test_a_layer_that_the_service_no_longer_has_is_named_with_those_near_it(source, refresh):
    report = b"<ows:ExceptionReport/>"
    source.answer("/", lambda query, _: CAPABILITIES if query["REQUEST"] == "GetCapabilities" else (400, {}, report))
    code, told = refresh("blue_corridors")
    assert (code, len(told)) == (1, 1)
    assert "no layer BDTOPO_V3:troncon_hydrographique; it has BDTOPO_V3:cours_d_eau;" in told[0]


@pytest.mark.slow
def test_a_column_that_the_service_renamed_is_named(source, refresh):
    changed = json.loads(json.dumps(CANALS).replace("etat_de_l_objet", "etat"))
    source.answer("/", wfs(changed))
    code, told = refresh("blue_corridors", "--apply")
    assert (code, len(told)) == (1, 1)
    assert "no longer has the columns etat_de_l_objet; it has " in told[0]


def test_a_busy_service_is_asked_again_and_then_given_up(source, tmp_path, monkeypatch):
    waits, answers = [], iter([(503, {"Retry-After": "7"}, b""), (429, {}, b""), (200, {}, b"there")])
    monkeypatch.setattr("atlas.io.sources.fetch.time.sleep", waits.append)
    source.answer("/x", lambda *_: next(answers))
    assert fetch(f"{source.url}/x", tmp_path / "x").read_bytes() == b"there"
    assert waits == [7.0, 4]
    source.answer("/y", (503, {"Retry-After": "86400"}, b""))
    with pytest.raises(LayerDataError, match="answers 503"):
        fetch(f"{source.url}/y", tmp_path / "y")
    assert waits[2:] == [30.0, 30.0]


def test_a_source_that_sends_for_too_long_is_given_up(source, tmp_path):
    source.answer("/x", b"x" * 500_000)
    with pytest.raises(LayerDataError, match="did not answer in time"):
        fetch(f"{source.url}/x", tmp_path / "x", limits=DownloadLimits(seconds=0))


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
    assert list(check_extents(catalog, Frames(catalog))) == []


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


def test_a_network_that_is_cut_is_one_sentence(refresh, monkeypatch, tmp_path):
    def cut(*_, **__):
        raise requests.ConnectionError

    monkeypatch.setattr("atlas.io.sources.fetch.requests.get", cut)
    for layer in ("blue_corridors", "former_industrial_sites"):
        code, told = refresh(layer, "--apply")
        assert (code, len(told)) == (1, 1)
        assert "cannot be reached" in told[0]
    assert own_files(tmp_path) == {}
