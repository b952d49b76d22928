from dataclasses import replace

import numpy as np
import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.catalog.filter import Filter
from atlas.errors import ViewError
from atlas.scene.explore.table import Page, make_table
from atlas.scene.objects.object_card import make_card
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.view import Nearest, View

CONICAL = View(filters=(Filter("slag_heaps", "form", "in", ("conical",)),))


@pytest.fixture
def table(atlas):
    return lambda layer, view=View(), **page: make_table(layer, view, atlas, Page(**page))  # noqa: B008


def column(made, name):
    return [row["cells"][made["shown"].index(name)] for row in made["rows"]]


def test_the_table_holds_the_filtered_rows_only(table, atlas):
    made = table("slag_heaps", CONICAL, count=500)
    kept = query_rows(replace(CONICAL, layers=("slag_heaps",)), atlas)["slag_heaps"]
    assert [row["id"] for row in made["rows"]] == list(kept.index)
    assert (made["total"], made["of"]) == (22, 333)


@pytest.mark.journey
@pytest.mark.parametrize("layer", [layer.id for layer in open_catalog(shipped_layers()).values()])
def test_every_table_sorts_by_every_column_with_the_unknown_last(table, atlas, layer):
    fields = [name for name, field in atlas.catalog[layer].fields.items() if not field.technical]
    for name in fields[:6]:
        known = int(atlas.frames[layer][name].notna().sum())
        for sort in (name, f"-{name}"):
            made = table(layer, sort=sort, columns=(name,), count=1000)
            raw = [value for _, value in column(made, name)]
            assert all(value is not None for value in raw[:known])
            assert all(value is None for value in raw[known:])
            if atlas.catalog[layer].fields[name].type in {"integer", "number", "year"}:
                assert raw[:known] == sorted(raw[:known], reverse=sort.startswith("-"))


def test_what_is_unknown_is_said_so(table):
    made = table("slag_heaps", sort="area_ha", columns=("area_ha",), start=160, count=3)
    assert [cell[0] != "inconnu" for cell in column(made, "area_ha")] == [True, False, False]


def test_numbers_in_texts_sort_by_their_value_and_accents_do_not_matter(table):
    numbers = [text for text, _ in column(table("slag_heaps", sort="number", columns=("number",), count=20), "number")]
    assert numbers[:3] == ["T1", "T1A", "T2"]
    assert numbers.index("T9") < numbers.index("T10")
    names = [text for text, _ in column(table("communes", sort="name", columns=("name",), count=250), "name")]
    assert names.index("Écaillon") < names.index("Éleu-dit-Leauwette") < names.index("Émerchicourt")
    assert names.index("Douvrin") < names.index("Écaillon") < names.index("Escaudain")


def test_pages_follow_each_other_and_together_are_the_whole(table):
    whole = [row["id"] for row in table("mine_shafts", sort="-depth_m", count=1000)["rows"]]
    pages = [table("mine_shafts", sort="-depth_m", start=start, count=100)["rows"] for start in range(0, 700, 100)]
    assert [row["id"] for page in pages for row in page] == whole


def test_a_click_on_the_map_finds_its_row(table):
    largest = table("slag_heaps", CONICAL, sort="-area_ha", count=500)["rows"]
    for position in (0, 5, len(largest) - 1):
        found = table("slag_heaps", CONICAL, sort="-area_ha", row=largest[position]["id"], count=1)
        assert found["position"] == position
    assert table("slag_heaps", CONICAL, row="t5")["position"] is None


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_a_cell_reads_as_on_the_card(table, atlas, lang):
    made = table("mine_shafts", View(lang=lang), columns=("company", "depth_m", "sunk_year"), count=30)
    for row in made["rows"]:
        card = make_card(atlas.catalog["mine_shafts"], atlas.frames["mine_shafts"], row["id"], lang)
        lines = {line["title"]: line["text"] for line in card["fields"]}
        titles = {one["id"]: one["title"] for one in made["columns"]}
        assert [text for text, _ in row["cells"]] == [lines[titles[name]] for name in made["shown"]]


def test_distances_asked_for_are_columns_and_sort(table, atlas):
    view = View(nearest=(Nearest("slag_heaps", "mine_shafts"),))
    made = table("slag_heaps", view, sort="nearest_mine_shafts_m", count=500)
    distances = [value for _, value in column(made, "nearest_mine_shafts_m")]
    expected = query_rows(replace(view, layers=("slag_heaps",)), atlas)["slag_heaps"]["nearest_mine_shafts_m"]
    np.testing.assert_array_equal([d for d in distances if d is not None], np.sort(expected.dropna()))
    assert distances[-6:] == [None] * 6
    assert made["columns"][1]["title"] == "Distance à : Anciens puits de mine"


def test_a_column_that_does_not_exist_is_named(table):
    with pytest.raises(ViewError, match=r"sort: slag_heaps has no field .colour."):
        table("slag_heaps", sort="-colour")
    with pytest.raises(ViewError, match=r"columns: slag_heaps has no field .colour."):
        table("slag_heaps", columns=("name", "colour"))


def test_the_share_inside_is_a_column_only_where_there_is_a_place(table):
    assert "inside_share" not in [one["id"] for one in table("slag_heaps")["columns"]]
    made = table("slag_heaps", View(lang="en", territory=("246200364",)), sort="-inside_share", count=500)
    assert made["shown"][1] == "inside_share"
    shares = [value for _, value in column(made, "inside_share")]
    assert shares == sorted(shares, reverse=True)
    assert "1.64\u00a0%" in [text for text, _ in column(made, "inside_share")]
    assert "inside_share" not in [one["id"] for one in table("projects", View(territory=("246200364",)))["columns"]]


def test_what_is_asked_about_comes_first_with_distances_and_share(atlas):
    link = "?layers=slag_heaps&slag_heaps.area_ha__gte=10&slag_heaps.state=remaining_in_part"
    view, _ = parse_permalink(f"{link}&near=slag_heaps:green_corridors:500&territory=246200364")
    made = make_table("slag_heaps", view, atlas, Page())
    assert made["shown"][:5] == ["name", "area_ha", "state", "nearest_green_corridors_m", "inside_share"]
    metres = [row["cells"][3][1] for row in made["rows"]]
    assert all(value <= 500 for value in metres)
    far = make_table("slag_heaps", view, atlas, Page(sort="-nearest_green_corridors_m"))
    assert [row["cells"][3][1] for row in far["rows"]] == sorted(metres, reverse=True)
