import pickle

from rapidfuzz import process

from atlas.errors import AtlasError, LayerDataError, StoryError, choices, nearest
from atlas.folders import cache_folder, import_folder, own_folder
from atlas.i18n import LANGUAGES


def test_an_error_reaches_another_process_as_it_is():
    inner = LayerDataError("file_missing", path="layers/a.parquet")
    error = StoryError("story_unreadable", where="mine.md", problem=inner)
    received = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(received) is StoryError
    assert (received.key, str(received), received.text("fr")) == (error.key, str(error), error.text("fr"))


def test_the_nearest_of_an_unknown_id_are_three(catalog):
    assert nearest("slag_heap", catalog).split(", ")[:2] == ["slag_heaps", "slag_heap_facts"]
    assert nearest("Heaps", catalog).startswith("slag_heaps")
    assert len(nearest("moon", catalog).split(", ")) == 3


def test_a_name_finds_its_id():
    names = {"62498": "Lens", "59178": "Douai"}
    assert nearest("lens", ["59178", "62498", "59000"], names=names, most=1) == "62498 (Lens)"
    assert nearest("59001", ["59178", "62498", "59000"], names=names, most=1) == "59000"


def test_where_nothing_is_known_nothing_is_near():
    assert nearest("anything", []) == "–"


def test_few_values_are_all_listed_and_of_many_the_nearest(catalog):
    assert choices("mean", ["area", "population"]) == "area, population"
    assert choices("slag_heap", catalog).startswith("slag_heaps, slag_heap_facts, ")
    assert choices("slag_heap", catalog).endswith(", …")


def test_readers_are_not_told_the_folders_of_the_server(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "secret" / "own"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "hidden"))
    for folder in (own_folder(), own_folder() / "theme" / "a.toml", cache_folder("stores", "x"), import_folder()):
        for lang in LANGUAGES:
            said = AtlasError("disk_full", path=folder).text_for_readers(lang)
            assert "secret" not in said
            assert "hidden" not in said
            assert str(import_folder()) not in said
            assert folder.name in said
    problem = OSError(13, "Permission denied", str(own_folder() / "theme" / "a.toml"))
    said = AtlasError("declaration_unreadable", path="a.toml", problem=problem).text_for_readers("en")
    assert "Permission denied: 'theme/a.toml'" in said


def test_of_a_long_mistake_its_beginning_is_compared(catalog, monkeypatch):
    lengths, extract = [], process.extract

    def measured(value, *rest, **how):
        lengths.append(len(value))
        return extract(value, *rest, **how)

    monkeypatch.setattr(process, "extract", measured)
    assert nearest("slag_heap" + "x" * 60_000, catalog).startswith("slag_heap")
    assert max(lengths) <= 80
