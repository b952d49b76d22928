"""A layer is two files: what drops into `layers/` is in the tree, the facets, the legend, the card and the list."""

import json
import subprocess
import sys

import geopandas as gpd
import pytest
import shapely

DECLARATION = """
geometry = "point"
order = 50
shown = true

[title]
fr = "Belvédères d'essai"
en = "Trial lookouts"

[description]
fr = "Trois points inventés pour un essai."
en = "Three points made up for a trial."

[fields.name]
title = { fr = "Nom", en = "Name" }
type = "string"

[fields.kind]
title = { fr = "Sorte", en = "Kind" }
type = "string"
filter = true
codes = { tower = { fr = "Tour", en = "Tower" }, mound = { fr = "Butte", en = "Mound" } }

[fields.height_m]
title = { fr = "Hauteur", en = "Height" }
type = "number"
unit = "m"
filter = true

[style]
color = "#22262A"
color_dark = "#D9D4C7"
by = "kind"
classes = { mound = { shape = "triangle" } }

[source]
producer = "Essai"
title = "Essai"
url = "https://example.org/"
licence = "CC0-1.0"
accessed = 2026-11-22
citation = "Essai"
received_from = "the producer"
legal_status = "informative"
processing = { fr = "Aucun.", en = "None." }
sha256 = {}
"""


def drop(folder):
    rows = gpd.GeoDataFrame(
        {
            "id": ["one", "two", "three"],
            "name": ["<b>Un</b>", "Deux", None],
            "kind": ["tower", "mound", None],
            "height_m": [12.5, None, 3],
        },
        geometry=[shapely.Point(2.8, 50.43), shapely.Point(2.9, 50.43), None],
        crs="EPSG:4326",
    )
    rows.to_parquet(folder / "layers/landscape/trial_lookouts.parquet")
    (folder / "layers/landscape/trial_lookouts.toml").write_text(DECLARATION, encoding="utf-8")


@pytest.mark.slow
def test_two_files_dropped_into_layers_are_a_layer_everywhere(own_atlas, new_visit):
    folder, serve = own_atlas
    drop(folder)
    command = [sys.executable, "-m", "atlas"]
    listed = subprocess.run([*command, "list", "--json"], cwd=folder, capture_output=True, check=True)
    row = next(row for row in json.loads(listed.stdout) if row["id"] == "trial_lookouts")
    assert (row["features"], row["positioned"], row["licence"]) == (3, 2, "CC0-1.0")
    checked = subprocess.run([*command, "check"], cwd=folder, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with serve(folder) as address:
        visit = new_visit(address).open("?layers=trial_lookouts&at=50.43,2.85,12")
        assert visit.counts() == {"trial_lookouts": 3}
        visit.page.get_by_role("heading", name="Belvédères d'essai").wait_for()
        visit.page.get_by_role("button", name="Filtrer Belvédères d'essai").click()
        visit.page.locator('[data-key="trial_lookouts.kind=tower"]').wait_for()
        assert visit.page.get_by_role("button", name="Butte 1").is_visible()
        assert visit.page.get_by_role("button", name="inconnu 1").is_visible()
        visit.map.evaluate("atlas.pick(50.43, 2.8)")
        visit.map.get_by_text("12,5\u00a0m").wait_for()
        # What a row says is text: it is shown as written and makes nothing bold.
        assert visit.map.locator(".card h2").inner_text() == "<b>Un</b>"
        visit.page.locator('[data-key="trial_lookouts.kind=tower"]').check()
        visit.wait_for_count("trial_lookouts", 1)


@pytest.mark.slow
def test_a_damaged_layer_is_said_and_the_others_open(own_atlas, new_visit):
    folder, serve = own_atlas
    (folder / "layers/heritage/mine_shafts.parquet").write_bytes(b"PAR1")
    declaration = folder / "layers/ecology/protected_areas.toml"
    declaration.write_text(declaration.read_text(encoding="utf-8").replace("[style]", "[stile]"), encoding="utf-8")
    with serve(folder) as address:
        visit = new_visit(address).open()
        assert visit.counts()["slag_heaps"] == 333
        visit.page.get_by_text("éléments n’ont pas pu être utilisés").click()
        visit.page.get_by_text("layers/ecology/protected_areas.toml : stile").wait_for()
        visit.page.locator('[data-key="theme.heritage"]').click()
        assert visit.page.get_by_text("fichier illisible").is_visible()
        assert visit.page.get_by_role("checkbox", name="Anciens puits de mine").is_disabled()
        asked = new_visit(address).open("?layers=mine_shafts&layers=communes&lang=en")
        assert asked.counts() == {"communes": 250}
        asked.page.get_by_text("parts could not be used").click()
        asked.page.get_by_text("layers/heritage/mine_shafts.parquet: damaged").wait_for()
