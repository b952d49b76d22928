"""A typology of the territories of a level: groups in words, curve of silhouettes, profiles, tree, map, evidence."""

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import pandas as pd
from scipy.cluster.hierarchy import dendrogram

from atlas.analysis.indicators import Measure
from atlas.analysis.statistics.typology import REASONABLE, WEAK, Group, Typology, typology
from atlas.errors import IndicatorError
from atlas.i18n import t
from atlas.scene.compare.measures import norm_of, write_value
from atlas.scene.query.compare_parameters import Level, read_measure
from atlas.scene.query.formatting import write_number
from atlas.scene.query.territories import TerritoryName
from atlas.scene.statistics.group_words import describe_group
from atlas.scene.statistics.level_values import (
    LevelValues,
    StatisticsMap,
    StatisticsSource,
    draw_areas,
    left_out,
    level_of,
    level_values,
    list_sources,
    numbers_view,
    source_line,
    titles_of,
    view_options,
    write_statistic,
)

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Known for every commune, of society, heritage and landscape.
MEASURES = (
    "population_density",
    "population_trend",
    "median_income",
    "world_heritage_intensity.property_share",
    "ouv_completeness",
    "protected_area_share.regional_nature_park",
)
# Branches of the tree that is drawn; smaller ones are folded.
_BRANCHES = 30


@dataclass(frozen=True, slots=True)
class TypologySetting:
    """What is grouped by what, and into how many groups; None takes the number with the best silhouette."""

    measures: tuple[Measure, ...]
    level: Level = "commune"
    groups: int | None = None


class GroupVariable(TypedDict):
    """A variable, and the number of territories that have a complete value."""

    id: str
    title: str
    known: int


class GroupMessage(TypedDict):
    """A group: its members, what sets it apart in words, and for each variable score, mean and mean in words."""

    number: int
    title: str
    count: int
    members: list[str]
    sentence: str
    scores: list[float]
    means: list[float]
    mean_texts: list[str]
    silhouette: float


class GroupedTerritory(TerritoryName):
    """A territory with its values, and its group; None where it is left out."""

    group: int | None
    values: list[float | None]
    texts: list[str]


class Silhouette(TypedDict):
    """The mean silhouette of a number of groups, as a number and in words."""

    groups: int
    value: float
    text: str


class TreeDrawing(TypedDict):
    """A tree: links of four points (x and y in turn), the number of territories below each leaf, the height of the cut.

    x counts in leaves from 0.5, y is the distance of Ward.
    """

    links: list[list[float]]
    leaves: list[int]
    height: float
    cut: float


class TypologyMessage(TypedDict):
    """A typology in the words of one language."""

    level: str
    variables: list[GroupVariable]
    count: int
    blanks: list[str]
    best: int
    shown: int
    silhouettes: list[Silhouette]
    sentences: list[str]
    groups: list[GroupMessage]
    rows: list[GroupedTerritory]
    tree: TreeDrawing
    map: StatisticsMap
    sources: list[StatisticsSource]
    source: str
    command: str


def typology_setting(view: "View", atlas: "Atlas") -> TypologySetting:
    """Return the setting of a link: its indicators, or those known for every commune; level and number of groups."""
    chosen = dict(view.detail)
    measures = tuple(dict.fromkeys(read_measure(text, atlas.catalog).measure for text in view.ind or MEASURES))
    groups = chosen.get("typology.groups")
    return TypologySetting(measures, level_of(view, "typology.level"), None if groups is None else int(groups))


def describe_typology(setting: TypologySetting, view: "View", atlas: "Atlas") -> TypologyMessage:
    """Return a typology in words.

    Parameters
    ----------
    setting
        Indicators, level, number of groups.
    view
        Its language, perimeter, normalisation, year and versions.
    atlas
        Declarations and rows.

    Raises
    ------
    IndicatorError
        There are too few indicators or territories, or values that do not vary.
    """
    return atlas.memoize(("typology", setting, numbers_view(view)), lambda: _describe(setting, view, atlas))


def _describe(setting: TypologySetting, view: "View", atlas: "Atlas") -> TypologyMessage:
    lang = view.lang
    found, titles = level_values(setting.level, setting.measures, view, atlas), titles_of(setting.measures, atlas, lang)
    result = _grouped(found, titles, setting.groups)
    groups = [_group(group, found, titles, view) for group in result.groups]
    kinds = result.group_of.map(lambda number: None if pd.isna(number) else f"g{int(number)}").astype(object)
    texts = result.group_of.map(
        lambda number: (
            t("statistics.blank", lang) if pd.isna(number) else t("statistics.group", lang, number=int(number))
        )
    )
    sources = list_sources(found, atlas, lang)
    return {
        "level": setting.level,
        "variables": [{"id": key, "title": title, "known": result.known[key]} for key, title in titles.items()],
        "count": sum(group["count"] for group in groups),
        "blanks": list(result.blanks),
        "best": result.best,
        "shown": len(groups),
        "silhouettes": [
            {"groups": count, "value": value, "text": write_statistic(value, lang, 3)}
            for count, value in result.silhouettes.items()
        ],
        "sentences": _sentences(result, found, lang),
        "groups": groups,
        "rows": [_row(territory, result, found, view) for territory in found.table.index],
        "tree": _tree(result),
        "map": draw_areas(found, kinds, texts, view, atlas),
        "sources": sources,
        "source": source_line(sources, atlas, lang),
        "command": typology_command(setting, view),
    }


def typology_command(setting: TypologySetting, view: "View") -> str:
    """Return the command that computes the same again."""
    parts = ["python", "-m", "atlas", "typology", *(measure.id for measure in setting.measures)]
    parts += ["--level", setting.level, *([] if setting.groups is None else ["--groups", str(setting.groups)])]
    return shlex.join([*parts, *view_options(view), "--json"])


def _grouped(found: LevelValues, titles: dict[str, str], groups: int | None) -> Typology:
    """Group the territories; an error names an indicator by its title."""
    try:
        return typology(found.table, groups)
    except IndicatorError as problem:
        named = {key: titles.get(str(value), value) for key, value in problem.named.items()}
        raise IndicatorError(problem.key, **named) from problem


def _group(group: Group, found: LevelValues, titles: dict[str, str], view: "View") -> GroupMessage:
    lang, units = view.lang, _units(found, view)
    return {
        "number": group.number,
        "title": t("statistics.group", lang, number=group.number),
        "count": len(group.members),
        "members": [found.names[member] for member in group.members],
        "sentence": describe_group(group, titles, lang),
        "scores": [group.scores[key] for key in titles],
        "means": [group.means[key] for key in titles],
        "mean_texts": [write_value(group.means[key], units[key], lang, found.spreads[key]) for key in titles],
        "silhouette": group.silhouette,
    }


def _units(found: LevelValues, view: "View") -> dict[str, str]:
    return {measure.id: measure.unit_in(norm_of(view)) for measure in found.measures}


def _row(territory: str, result: Typology, found: LevelValues, view: "View") -> GroupedTerritory:
    units, values = _units(found, view), found.table.loc[territory]
    group = result.group_of[territory]
    return {
        "id": territory,
        "name": found.names[territory],
        "group": None if pd.isna(group) else int(group),
        "values": [None if pd.isna(value) else float(value) for value in values],
        "texts": [write_value(value, units[key], view.lang, found.spreads[key]) for key, value in values.items()],
    }


def _sentences(result: Typology, found: LevelValues, lang: str) -> list[str]:
    strength = "weak" if result.silhouette <= WEAK else "fair" if result.silhouette <= REASONABLE else "clear"
    shown, value = len(result.groups), write_statistic(result.silhouette, lang, 2)
    count = write_number(int(result.group_of.notna().sum()), lang)
    made = t("statistics.grouped", lang, groups=shown, count=count, variables=len(found.measures))
    chosen = "best" if shown == result.best else "chosen"
    best = write_statistic(result.silhouettes[result.best], lang, 2)
    return [
        made,
        t(f"statistics.silhouette_{chosen}", lang, value=value, best=result.best, most=best),
        t(f"statistics.structure_{strength}", lang),
        t("statistics.scores_about", lang),
        *left_out("typology_blanks", result.blanks, found.names, lang),
    ]


def _tree(result: Typology) -> TreeDrawing:
    drawn = dendrogram(result.tree, p=_BRANCHES, truncate_mode="lastp", no_plot=True)
    links = [
        [number for x, y in zip(xs, ys, strict=True) for number in (round(x / 10, 3), round(float(y), 3))]
        for xs, ys in zip(drawn["icoord"], drawn["dcoord"], strict=True)
    ]
    heights, shown = result.tree[:, 2], len(result.groups)
    # Between the last merge within the groups and the first one of two of them.
    below, above = heights[-shown], heights[-shown + 1]
    return {
        "links": links,
        "leaves": [int(text.strip("()")) if text.startswith("(") else 1 for text in drawn["ivl"]],
        "height": float(heights[-1]),
        "cut": round(float(below + above) / 2, 3),
    }
