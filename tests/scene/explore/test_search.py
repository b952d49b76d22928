import pytest

from atlas.analysis.statistics.text_index import find
from atlas.catalog import open_catalog, shipped_layers
from atlas.io.atlas import open_atlas
from atlas.scene.explore.search import make_finder, search


@pytest.fixture(scope="module")
def finder(atlas):
    return make_finder(atlas)


@pytest.fixture(scope="module")
def search_rows(finder, atlas):
    return lambda query, lang="fr", **how: search(finder, query, lang, atlas, **how)


@pytest.mark.parametrize(
    ("query", "layer", "row"),
    [
        ("T74", "slag_heaps", "t74"),
        ("t74a", "slag_heaps", "t74a"),
        ("wallers", "communes", "59632"),
        ("olgnies", "communes", "62637"),
        ("Lievin", "communes", "62510"),
        ("Minas Gerais", "partner_cities", "minas_gerais_bra"),
        ("lens-liévin", "intercommunalities", "246200364"),
    ],
)
def test_what_is_typed_comes_first(search_rows, query, layer, row):
    found = search_rows(query)["found"]
    assert (found[0]["layer"], found[0]["id"]) == (layer, row)


def test_a_word_of_the_title_of_a_layer_finds_all_its_rows(search_rows, atlas):
    found = search_rows("shafts", limit=1)
    assert found["found"][0]["layer"] == "mine_shafts"
    assert found["count"] >= len(atlas.frames["mine_shafts"])


def test_numbers_of_pits_find_heaps_shafts_and_estates(search_rows):
    assert {row["layer"] for row in search_rows("11/19", limit=40)["found"]} >= {"slag_heaps", "heritage_elements"}


def test_a_company_and_a_commune_find_what_is_theirs(search_rows):
    found = search_rows("compagnie d'anzin", limit=100)
    assert found["count"] > 100
    assert any("Compagnie d'Anzin" in row["about"] for row in found["found"])
    assert {row["layer"] for row in search_rows("loos en gohelle", limit=60)["found"]} >= {
        "communes",
        "slag_heaps",
        "mine_shafts",
    }


@pytest.mark.parametrize(
    ("french", "english", "layer", "count"),
    [("Allemagne", "Germany", "partner_cities", 43), ("terril lens", "slag heap lens", "slag_heaps", 28)],
)
def test_both_languages_find_the_same(finder, french, english, layer, count):
    def rows(query):
        positions, _ = find(finder.index, query)
        return {finder.rows[k] for k in positions.tolist() if finder.layers[k] == layer}

    assert rows(french) == rows(english)
    assert len(rows(french)) == count


def test_a_result_has_name_position_and_the_language_of_the_query(search_rows):
    [heap] = [
        row for row in search_rows("T74", lang="en")["found"] if row["layer"] == "slag_heaps" and row["id"] == "t74"
    ]
    assert heap["title"] == "Slag heaps"
    assert heap["about"] == "T74 · Loos-en-Gohelle · Lens"
    lat, lon = heap["at"]
    west, south, east, north = heap["bounds"]
    assert west <= lon <= east
    assert south <= lat <= north


def test_what_has_no_position_is_found_all_the_same(search_rows):
    [project] = [row for row in search_rows("cabernet", limit=60)["found"] if row["layer"] == "projects"]
    assert (project["at"], project["bounds"]) == (None, None)


def test_a_layer_does_not_crowd_out_the_others(search_rows):
    layers = [row["layer"] for row in search_rows("lens")["found"]]
    assert max(layers.count(layer) for layer in layers) <= 8
    assert len(set(layers)) > 3


@pytest.mark.parametrize("layer", [layer.id for layer in open_catalog(shipped_layers()).values()])
def test_every_layer_can_be_searched(search_rows, atlas, layer):
    name = atlas.frames[layer][atlas.catalog[layer].name].dropna().iloc[0]
    assert search_rows(name, limit=10_000)["count"] > 0


def test_a_damaged_layer_does_not_close_the_search(tmp_path):
    for theme in ("ecology", "territories"):
        for path in (shipped_layers() / theme).iterdir():
            (tmp_path / theme).mkdir(exist_ok=True)
            (tmp_path / theme / path.name).write_bytes(path.read_bytes())
    (tmp_path / "ecology/green_corridors.parquet").write_bytes(b"PAR1")
    atlas = open_atlas(tmp_path)
    assert search(make_finder(atlas), "lens", "fr", atlas)["found"][0]["name"] == "Lens"
