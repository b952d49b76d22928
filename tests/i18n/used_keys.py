"""The keys of the words that code and scripts name, and those that they put together."""

import ast
import re
from pathlib import Path
from typing import get_args

import atlas
from atlas.analysis.indicators import NORMS, REGISTRY, RULES
from atlas.analysis.statistics.autocorrelation import CLUSTERS
from atlas.analysis.statistics.classify import SCHEMES
from atlas.catalog import Copy, open_catalog, shipped_layers
from atlas.catalog.licences import LICENCES
from atlas.catalog.vocabularies import FieldType, Geometry, LegalStatus
from atlas.i18n import LANGUAGES, words
from atlas.io.imports.join.figure_kinds import FigureKind
from atlas.io.imports.join.row_rules import RULES as RULES_OF_ROWS
from atlas.io.imports.readers.detect_format import _OTHERS
from atlas.scene.compare.measures import LAYER_CLASSES, classes_key
from atlas.scene.compare.similar_basins import GROUPS
from atlas.scene.notes.note import COLOURS, KINDS
from atlas.scene.query.compare_parameters import BASIN, MEDIAN, PERIMETERS, Level
from atlas.serve.ogc.parameters import OWN

PACKAGE = Path(atlas.__file__).parent
WEB = PACKAGE / "render" / "web"
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
# A key with plural forms is one key.
KEYS = {re.sub(r"\.(one|other)$", "", key) for key in words("fr")}
# The scripts that show the words of a section.
SCRIPTS = {
    "panel": ("shell/*.js", "explore/**/*.js"),
    "map": ("map/*.js", "map/[!n]*/**/*.js"),
    "tools": ("map/notes/*.js",),
    "compare": ("compare/**/*.js",),
    "network": ("network/*.js",),
    "present": ("present/present.js", "present/story_list.js"),
    "deck": ("present/deck.js", "present/deck_view.js"),
    "presenter": ("present/presenter.js",),
    "editor": ("present/editor.js", "present/chapter.js", "present/draft_state.js"),
    "data": ("data/data*.js",),
    "upload": ("data/upload*.js",),
    "opening": ("opening/*.js", "explore/search.js"),
    "offline": ("offline/keep.js", "offline/kept_page.js"),
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
    "card.": "scene/query/row_values.py",
    "card.copy_": get_args(Copy),
    "card.rank_": {"number", "year"},
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
    "export.about_": ("qgz", "ogc"),
    "export.qgis_": ("qgz", "ogc"),
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
    "ogc.": ("next", "prev"),
    "ogc.parameter.": ("f", "lang", *OWN),
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
    "qgis.": ("point", "line", "polygon", "none", "ground_areas", "ground_lines"),
    "reference.": (BASIN, MEDIAN),
    "series.": {"about_figure", "area", "area_share", "every", "here", "length", "length_share", "share"},
    "sheet.": "render/print/map/*.py",
    "sheet.ground_": {"country", "lake", "river"},
    "statistics.": "scene/statistics/*.py",
    "statistics.cluster_": CLUSTERS,
    "statistics.moran_": ("clustered", "dispersed", "random"),
    "statistics.silhouette_": "scene/statistics/territory_groups.py",
    "statistics.structure_": "scene/statistics/territory_groups.py",
    "status.": get_args(LegalStatus),
    "summary.": "scene/explore/summary.py",
    "tools.colour_": COLOURS,
    "tools.kind_": KINDS,
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
    *re.findall(r"""\b(?:t|plural|words_in_languages)\(\s*["']([a-z_0-9.]+)["']""", CODE),
    *re.findall(r"""words\([^)]*\)\["([a-z_.]+)"\]""", CODE),
    *(f"errors.{key}" for key in re.findall(r"""Error\(\s*"([a-z_]+)\"""", CODE)),
}
