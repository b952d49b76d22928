import ast
import re
import string
from pathlib import Path
from typing import get_args

import pytest

import atlas
from atlas.analysis.indicators import NORMS, REGISTRY, RULES
from atlas.analysis.statistics.autocorrelation import CLUSTERS
from atlas.analysis.statistics.classify import SCHEMES
from atlas.catalog import Copy, open_catalog, shipped_layers
from atlas.catalog.declarations import FieldType, Geometry, LegalStatus
from atlas.catalog.licences import LICENCES
from atlas.errors import ViewError
from atlas.i18n import LANGUAGES, has_plural, plural, section_words, t, words
from atlas.io.imports.join.figure_kinds import FigureKind
from atlas.io.imports.join.row_rules import RULES as RULES_OF_ROWS
from atlas.io.imports.readers.detect_format import _OTHERS
from atlas.scene.compare.measures import LAYER_CLASSES, classes_key
from atlas.scene.compare.similar_basins import GROUPS
from atlas.scene.query.compare_parameters import BASIN, MEDIAN, PERIMETERS, Level

PACKAGE = Path(atlas.__file__).parent
WEB = PACKAGE / "render" / "web"
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
# A key with plural forms is one key.
KEYS = {re.sub(r"\.(one|other)$", "", key) for key in words("fr")}
PLURALS = sorted(key for key in KEYS if has_plural(key))
# The names of values that are counts, and what stands between a count and the noun that it counts.
COUNTS = ("n", "count", "found", "rows", "layers", "limit", "years", "missing", "projects", "twinnings", "all")
BETWEEN = {"more", "other", "autre", "autres", "mais", "de", "of", "sur", "sans", "sem", "et", "e", "d", "is", "plus"}
# Never one: more than a limit of the program, at least what a statistic needs, and how many times one is another.
NEVER_ONE = {
    "compare.times",
    "errors.geojson_large",
    "errors.story_figures",
    "errors.story_measured",
    "errors.story_scenes",
    "errors.text_long",
    "errors.values_many",
    "statistics.grouped",
    "statistics.moran_clustered",
    "statistics.moran_dispersed",
    "statistics.moran_random",
    "statistics.permutations",
}
# Nouns, and sentences without one, that are written alike for one and for many.
INVARIANT = {
    "fr": {"describe.unplaced", "network.n_countries", "opening.answer_shafts"},
    "en": {
        "opening.legend_other",
        "compare.lost",
        "describe.unplaced",
        "map.reduced",
        "portrait.more",
        "portrait.unplaced",
    },
    "pt": {"describe.unplaced", "portrait.more"},
}
# The scripts that show the words of a section.
SCRIPTS = {
    "panel": ("shell/*.js", "explore/**/*.js"),
    "map": ("map/**/*.js",),
    "compare": ("compare/**/*.js",),
    "network": ("network/*.js",),
    "present": ("present/present.js", "present/story_list.js"),
    "deck": ("present/deck.js", "present/deck_view.js"),
    "presenter": ("present/presenter.js",),
    "editor": ("present/editor.js", "present/chapter.js", "present/draft_state.js"),
    "data": ("data/data*.js",),
    "upload": ("data/upload*.js",),
    "opening": ("opening/*.js", "explore/search.js"),
}


def scripts(section):
    """Return the code of the scripts that show the words of a section."""
    paths = [path for pattern in SCRIPTS[section] for path in sorted(WEB.glob(pattern))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


DOUBTFUL_CLOSURES = open_catalog(shipped_layers())["mining_basins"].fields["closure_kind"].codes.keys() - {"complete"}
MEASURES = [measure for declared in REGISTRY.values() for measure in declared.measures]
# Keys whose ends are values: every beginning, with the values or with the files (below atlas/) where they are written.
GENERATED = {
    "question.": {"at_least", "at_most", "centre", "from", "meets", "near", "no", "no_feminine", "until", "within"},
    "accessibility.gap_": "render/accessibility_statement.py",
    "attribute.": "scene/compare/similar_basins.py",
    "attribute.heritage_": "scene/compare/similar_basins.py",
    "card.": "scene/query/object_card.py",
    "card.copy_": get_args(Copy),
    "classes.": SCHEMES,
    "classes.unit_": {"decade", "integer", "number", "ratio", "year"},
    "compare.all_": "render/web/compare/choices.js",
    "compare.axis_": "render/web/compare/scatter.js",
    "compare.behind_": "render/web/compare/scatter.js",
    "compare.direction_": "analysis/indicators/*.py",
    "compare.event_": "scene/compare/closure_timeline.py",
    "compare.maps_": "render/web/compare/*.js",
    "compare.mineral_": GROUPS,
    "compare.reason_": {"not_yet", "unknown", *DOUBTFUL_CLOSURES},
    "compare.rule_": "render/web/compare/statistics/moran.js",
    "compare.side_": "render/web/compare/*.js",
    "compare.size_": "render/web/compare/true_size.js",
    "compare.theme_": {declared.theme for declared in REGISTRY.values()} | {"own"},
    "compare.way_": re.findall(r"\w+", re.findall(r"const WAYS = \{(.*?)\}", scripts("compare"), re.DOTALL)[0]),
    "deck.do_": "render/web/present/deck_view.js",
    "counting_rule.": RULES,
    "deck.key_": "render/web/present/deck_view.js",
    "deck.short_": "render/web/present/deck_view.js",
    "deck.sign_": "render/web/present/deck_view.js",
    "definition.": REGISTRY,
    "dictionary.check_": "scene/publish/metadata.py",
    "dictionary.geometry_": get_args(Geometry),
    "dictionary.type_": get_args(FieldType),
    "errors.import_": _OTHERS,
    "editor.chapter_": "render/web/present/chapter.js",
    "editor.make_": "render/web/present/editor.js",
    "editor.story_": "render/web/present/editor.js",
    "export.": "io/**/*.py",
    "export.csv_": ("en", "fr"),
    "gate.note_": "io/imports/**/*.py",
    "gate.repaired_": "io/imports/**/*.py",
    "gate.shape_": get_args(Geometry),
    "licence.": LICENCES,
    "join.figures_": get_args(FigureKind),
    "join.lost_": {"unknown", "ambiguous", "outside"},
    "join.rule_": set(RULES_OF_ROWS) - {"one"},
    "map.compass_": "render/web/map/**/*.js",
    "map.draw_": "render/web/map/**/*.js",
    "map.drawing_": "render/web/map/**/*.js",
    # A class of objects is called as its layer calls it, after the title of the shares by class.
    "measure.": {
        classes_key(one.indicator) if one.indicator in LAYER_CLASSES and one.part else one.id for one in MEASURES
    },
    "network.basin_": "analysis/network/surroundings.py",
    "network.find_": "render/web/network/*.js",
    "network.look_": "render/web/network/panel.js",
    "network.mining_": "analysis/network/mining_towns.py",
    "network.n_": "render/web/network/panel.js",
    "network.none_": "render/web/network/*.js",
    "network.tab_": "render/web/network/*.js",
    "norm.": NORMS,
    "note.": "analysis/indicators/*.py",
    # The indicator of time makes its notes of the codes of a basin.
    "note.closure_": DOUBTFUL_CLOSURES,
    "opening.answer_": "scene/explore/opening.py",
    "opening.lang_": LANGUAGES,
    "opening.number_": {"communes", "mine_shafts", "slag_heaps"},
    "opening.question_": "scene/explore/opening.py",
    "panel.key_": "render/web/shell/keys.js",
    "panel.lang_": LANGUAGES,
    "panel.mode_": "render/web/shell/bar.js",
    "panel.start_": "render/web/explore/*.js",
    "panel.tab_": "render/web/explore/*.js",
    "panel.theme_": "render/web/shell/bar.js",
    "perimeter.": PERIMETERS,
    "portrait.level_": get_args(Level),
    "present.file_": "render/web/present/story_list.js",
    "presenter.do_": "render/web/present/presenter.js",
    "reference.": (BASIN, MEDIAN),
    "sheet.": "render/print/map/*.py",
    "statistics.": "scene/statistics/*.py",
    "statistics.cluster_": CLUSTERS,
    "statistics.moran_": ("clustered", "dispersed", "random"),
    "statistics.silhouette_": "scene/statistics/territory_groups.py",
    "statistics.structure_": "scene/statistics/territory_groups.py",
    "status.": get_args(LegalStatus),
    "summary.": "scene/explore/summary.py",
    "ties.": "scene/explore/related_objects.py",
    "unit.": {one.unit_in(norm) for one in MEASURES for norm in NORMS},
    "upload.join_kind_": get_args(FigureKind),
    "upload.join_rows_": set(RULES_OF_ROWS) - {"one"},
    "upload.ask_": "io/imports/**/*.py",
    "upload.axes_": "io/imports/**/*.py",
    "extent.": ("everywhere", "nowhere", "part", "unknown"),
    "value.": ("true", "false", "at_least", "at_most"),
}
# An error is raised with its key or handed on with it: the class takes any.
BEGINNINGS_IN_PYTHON = set(re.findall(r"""\bt\(\s*f["']([a-z_.]+)\{""", CODE)) - {"errors."}


def beginnings_in_scripts():
    """Return the beginnings of the keys that scripts put together: ``word(words, `mode_${id}`)``."""
    return {
        f"{section}.{start}"
        for section in SCRIPTS
        for start in re.findall(r"words(?:,\s*|\[)`([a-z_]+)\$", scripts(section))
    }


def written(pattern):
    """Return the texts that stand in quotes in files, and the keys of objects in scripts."""
    for path in PACKAGE.glob(pattern):
        code = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            yield from (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
        else:
            yield from re.findall(r"""["'`]([\w.]+)["'`]""", code)
            yield from re.findall(r"\b(\w+):", code)


def generated_keys():
    """Return every key that is put together of a beginning and a value.

    Of a vocabulary each value needs its word; of the texts in a file those that have one count as used.
    """
    for start, values in GENERATED.items():
        if isinstance(values, str):
            found = set(written(values))
            yield from (key for key in KEYS if key.startswith(start) and key.removeprefix(start) in found)
        else:
            yield from (f"{start}{value}" for value in values)


WRITTEN = {
    *(f"{section}.{name}" for section in SCRIPTS for name in re.findall(r"words\.(?!js\b)(\w+)", scripts(section))),
    *re.findall(r"""\b(?:t|plural)\(\s*["']([a-z_0-9.]+)["']""", CODE),
    *re.findall(r"""words\([^)]*\)\["([a-z_.]+)"\]""", CODE),
    *(f"errors.{key}" for key in re.findall(r"""Error\(\s*"([a-z_]+)\"""", CODE)),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_keys(lang):
    assert words(lang).keys() == words("fr").keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_names_the_same_values_in_every_language(lang):
    def names(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    differing = [key for key in words("en") if names(words(lang)[key]) != names(words("en")[key])]
    assert differing == []


def test_every_key_that_the_code_names_exists():
    assert sorted({*WRITTEN, *generated_keys()} - KEYS) == []


def test_every_key_is_used():
    assert sorted(KEYS - {*WRITTEN, *generated_keys()}) == []


def test_the_beginnings_of_generated_keys_are_those_of_the_code():
    assert BEGINNINGS_IN_PYTHON | beginnings_in_scripts() == GENERATED.keys() - {"note.closure_", "errors.import_"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", PLURALS)
def test_a_count_chooses_the_form_of_its_language(key, lang):
    for count in (0, 1, 2):
        form = "one" if count == 1 or (count == 0 and lang == "fr") else "other"
        values = {name: count for _, name, _, _ in string.Formatter().parse(words(lang)[f"{key}.other"]) if name}
        assert plural(key, lang, count, **values) == words(lang)[f"{key}.{form}"].format(**values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_for_one_differs_from_that_for_many(lang):
    alike = {key for key in PLURALS if words(lang)[f"{key}.one"] == words(lang)[f"{key}.other"]}
    assert alike == INVARIANT[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_count_beside_a_plural_noun_has_both_forms(lang):
    """A word in -s after a number is a plural: it needs a form for one."""
    counted = re.compile(rf"\{{(?:{'|'.join(COUNTS)})\}} ((?:\w+ )*?)(\w+s)\b")
    plain = {key: text for key, text in words(lang).items() if key in KEYS - NEVER_ONE}
    found = {
        key: match[0]
        for key, text in plain.items()
        for match in counted.finditer(text)
        if set(match[1].split()) <= BETWEEN and match[2] not in BETWEEN
    }
    assert found == {}


def test_a_plural_for_one_names_one_thing():
    assert plural("panel.summary", "en", 1, layers=1) == "1 layer shown"
    assert [plural("panel.summary", "fr", n, layers=n) for n in (0, 2)] == ["0 couche affichée", "2 couches affichées"]
    assert [plural("panel.summary", "pt", n, layers=n) for n in (0, 1)] == ["0 camadas mostradas", "1 camada mostrada"]
    assert plural("network.n_projects", "fr", 1_000_000, n="1 000 000") == "1 000 000 projets"


def test_an_error_chooses_its_form_by_its_count():
    assert str(ViewError("upload_many", key="file", limit=1)) == "file: at most 1 layer; remove it first"
    assert str(ViewError("upload_many", key="file", limit=5)) == "file: at most 5 layers; remove one"


def test_scripts_read_both_forms_under_one_name():
    assert section_words("present", "en")["scenes"] == {"one": "{n} scene", "other": "{n} scenes"}


def test_an_error_speaks_the_language_of_the_page():
    error = ViewError("one_value", key="lang", count=2)
    assert str(error) == "lang: 2 values, expected one"
    assert error.text("fr") == "lang : 2 valeurs, une seule attendue"


def test_a_word_that_is_not_there_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        t("no.such.word", "fr")
    with pytest.raises(ValueError, match="speaks fr, en, pt"):
        words("de")
