import shutil

import pytest

from atlas.catalog import open_catalog, shipped_layers


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(shipped_layers() / "landscape", tmp_path / "layers" / "landscape")
    return tmp_path / "layers"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('names = ["number", "usual_name"]', 'names = ["numero"]', "search: numero: no field 'numero'"),
        ('field = "area_ha"', 'field = "area"', "charts: area: no field 'area'"),
        ('kind = "histogram"', 'kind = "pie"', "charts.1.kind: Input should be 'bars', 'histogram' or 'years'"),
        ("only = { precision", "only = { precise", "ties: precise: no field 'precise'"),
        ("metres = 60", "metres = -60", "ties.1.metres: Input should be greater than or equal to 0"),
        ('refers = "communes.name"', 'refers = "Communes"', "fields.communes.refers: String should match"),
    ],
)
def test_what_a_layer_offers_names_its_own_columns(copy, old, new, sentence):
    path = copy / "landscape/slag_heaps.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    [problem] = open_catalog(copy).problems
    assert f"layers/landscape/slag_heaps.toml: {sentence}" in str(problem).replace("layer: ", "")


def test_what_is_not_declared_is_not_offered(copy):
    layer = open_catalog(copy)["viewpoints"]
    assert layer.search.names == ()
    assert layer.search.aliases == {}


def test_every_shipped_layer_tells_where_it_is_complete(catalog):
    for layer in catalog.values():
        assert layer.extents, layer.id
        for extent in layer.extents:
            assert all(extent.sentence(lang) for lang in ("fr", "en", "pt")), layer.id
            assert len({extent.sentence(lang) for lang in ("fr", "en", "pt")}) == 3, layer.id


def test_a_kind_that_is_not_declared_is_as_complete_as_its_layer(catalog):
    heaps = catalog["slag_heaps"]
    assert heaps.extent("unesco", "inscribed").area == "everywhere"
    assert heaps.extent("unesco", "none") == heaps.extent() == heaps.completeness
    assert heaps.completeness.area == "nowhere"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('area = "nowhere"', 'area = "here"', "completeness.area"),
        ('area = "nowhere"', "area = []", "completeness.area"),
        ("by.unesco.inscribed]", "by.unesco.lost]", "completeness.by.unesco: no code 'lost'"),
        ("by.unesco.inscribed]", "by.status.inscribed]", "completeness.by.status: no code"),
        (', pt = "Seis números', ', pl = "Seis números', "completeness.sentence.pl: Extra inputs"),
    ],
)
def test_a_wrong_declaration_of_completeness_is_refused(copy, old, new, sentence):
    path = copy / "landscape/slag_heaps.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert sentence in " ".join(map(str, open_catalog(copy).problems))


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "data:text/html,x", "vbscript:x", "//elsewhere.example", r"\\\\elsewhere.example"),
        *(r"java\tscript:alert(1)", r"https://a.example/\nb", "ftp://a.example", "https://", "https://u:p@a.example/"),
    ],
)
def test_addresses_of_a_declaration_are_of_the_web(copy, address):
    path = copy / "landscape/slag_heaps.toml"
    text = path.read_text(encoding="utf-8")
    lines = [f'url = "{address}"' if line.startswith("url = ") else line for line in text.splitlines()]
    path.write_text("\n".join(lines), encoding="utf-8")
    problems = [str(problem) for problem in open_catalog(copy).problems]
    assert any("url: no address that begins with http:// or https://" in problem for problem in problems), problems
