"""The waterways that are missing come from a service of the State, and the basin is complete."""

import json

import pytest

from atlas.__main__ import main
from atlas.analysis.spatial.territories import WHOLLY_SURVEYED
from atlas.catalog import open_catalog, shipped_layers
from atlas.io.atlas import open_atlas
from atlas.io.check import check_extents, check_layer
from atlas.io.read import read_layer
from atlas.io.sources.completion import BOX_CRS
from atlas.io.sources.connector import connector_ids, open_connector
from atlas.scene.query.completeness import complete_share
from tests.io.sources.canals import CANALS, own_files
from tests.io.sources.service_shapes import line, wfs


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
    assert list(check_extents(atlas)) == []
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
