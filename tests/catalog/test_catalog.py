import shutil
import tomllib
from pathlib import Path

import pytest

import atlas
from atlas.catalog import open_catalog, shipped_layers
from atlas.errors import CatalogError
from atlas.i18n import LANGUAGES

LAYER = "ecology/neonatural_spaces.toml"


@pytest.fixture
def copy(tmp_path):
    """Copy the declarations of the shipped layers, to be broken."""
    for path in shipped_layers().glob("*/*.toml"):
        target = tmp_path / "layers" / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path / "layers"


def test_the_shipped_declarations_are_all_sound(catalog):
    assert catalog.problems == ()


def test_layers_come_in_the_order_of_the_tree(catalog):
    themes = [layer.theme for layer in catalog.values()]
    assert list(dict.fromkeys(themes)) == list(catalog.themes)
    assert themes == sorted(themes, key=list(catalog.themes).index)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('color = "#1D727D"\n', "", "style.color: Field required"),
        ("[style]", "[stile]", "stile: Extra inputs are not permitted"),
        ('geometry = "polygon"', 'geometry = "area"', "geometry: Input should be 'point', 'line', 'polygon'"),
        ('licence = "etalab-2.0"', 'licence = "free"', "source.licence: Input should be"),
        ("[fields.name]", "[fields.id]", "name: no field 'name'; the fields are id"),
        ('unit = "ha"', 'unit = "ha"\ncodes = { a = { fr = "A", en = "A" } }', "codes and separator go with type"),
        ("geometry =", "geometry = = ", "not readable as TOML"),
    ],
)
def test_a_wrong_declaration_is_named_and_the_others_open(copy, old, new, sentence):
    path = copy / LAYER
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    catalog = open_catalog(copy)
    assert "neonatural_spaces" not in catalog
    assert "slag_heaps" in catalog
    sentences = [str(problem) for problem in catalog.problems]
    assert all(s.startswith("layers/ecology/neonatural_spaces.toml: ") for s in sentences)
    assert any(sentence in s for s in sentences)


def test_a_theme_without_declaration_is_named_and_its_layers_open(copy):
    (copy / "ecology/theme.toml").unlink()
    catalog = open_catalog(copy)
    assert "neonatural_spaces" in catalog
    assert "layers/ecology/neonatural_spaces.toml: no theme.toml beside it" in "\n".join(map(str, catalog.problems))


def test_a_folder_that_is_no_atlas_is_an_error(tmp_path):
    with pytest.raises(CatalogError, match="give a folder of layers"):
        open_catalog(tmp_path)


def test_declarations_say_everything_in_both_languages(catalog):
    for layer in catalog.values():
        text = tomllib.loads((layer.folder / f"{layer.id}.toml").read_text(encoding="utf-8"))
        assert {"fr", "en"} <= text["title"].keys(), layer.id
        assert {"fr", "en"} <= text["description"].keys(), layer.id


def test_words_about_data_fall_back_to_english(catalog):
    title = catalog["neonatural_spaces"].title
    assert title("fr") == "Étangs et parcs nés de la mine (espaces néo-naturels)"
    assert title.model_copy(update={"pt": None})("pt") == "Ponds and parks born of mining (neo-natural spaces)"


def texts(declared):
    """Give every text of a declaration in the languages it has."""
    if isinstance(declared, dict) and isinstance(declared.get("fr"), str):
        yield declared
    elif isinstance(declared, dict | list):
        for part in declared.values() if isinstance(declared, dict) else declared:
            yield from texts(part)


@pytest.mark.parametrize("folder", [shipped_layers(), Path(atlas.__file__).parent / "io" / "sources" / "declared"])
def test_every_word_about_data_is_there_in_every_language(folder):
    declared = {path: list(texts(tomllib.loads(path.read_text(encoding="utf-8")))) for path in folder.rglob("*.toml")}
    assert sum(map(len, declared.values())) > 40
    left = [
        (path.name, text["fr"]) for path, found in declared.items() for text in found if not {*LANGUAGES} <= text.keys()
    ]
    assert left == []


def test_the_ecology_theme_names_five_subnetworks_and_the_annulment(catalog):
    theme = catalog.themes["ecology"]
    assert list(theme.subnetworks) == ["woods", "heaps", "wetlands", "chalk_grassland", "farmland"]
    unmapped = [name for name, sub in theme.subnetworks.items() if not sub.layers]
    assert unmapped == ["woods", "chalk_grassland", "farmland"]
    assert all(set(sub.layers) <= set(catalog) for sub in theme.subnetworks.values())
    assert all(sub.note for sub in theme.subnetworks.values() if not sub.layers)
    assert "annulé" in theme.note.fr
    assert "26 janvier 2017" in theme.note.fr
