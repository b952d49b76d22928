"""Global and local Moran's I of a measure over a level: sentences, table, map, evidence, command."""

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import pandas as pd

from atlas.analysis.indicators import Measure
from atlas.analysis.statistics.autocorrelation import CLUSTERS, LEVEL, PERMUTATIONS, SEED, Moran, moran
from atlas.analysis.statistics.neighbours import NEAREST, RULES, NeighbourRule
from atlas.i18n import t
from atlas.scene.compare.maps import measure_variable
from atlas.scene.compare.measures import measure_title, norm_of, write_value
from atlas.scene.query.compare_parameters import Level, read_measure
from atlas.scene.query.territories import TerritoryName
from atlas.scene.statistics.level_values import (
    LevelValues,
    StatisticsMap,
    StatisticsSource,
    draw_areas,
    level_of,
    level_values,
    list_sources,
    numbers_view,
    source_line,
    view_options,
)
from atlas.scene.statistics.moran_sentences import moran_sentences

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Known for every commune.
MEASURE = "population_density"
_KM = 1000
_WEAK = "_p"


@dataclass(frozen=True, slots=True)
class MoranSetting:
    """What is tested and how.

    Attributes
    ----------
    measure
        The variable.
    level
        The territories.
    rule
        What makes two of them neighbours.
    permutations, seed, alpha
        Number of permutations, seed of the generator, share of false discoveries.
    """

    measure: Measure
    level: Level = "commune"
    rule: NeighbourRule = NeighbourRule()  # noqa: RUF009 - frozen
    permutations: int = PERMUTATIONS
    seed: int = SEED
    alpha: float = LEVEL


class MoranRow(TerritoryName):
    """A territory in the table: its value and the mean of its neighbours, local I, p, q, quadrant and cluster.

    Numbers are None where it is left out; `kind` is the cluster as a code, `cluster` in words. A code that ends in
    ``_p`` is a quadrant whose p is small enough before the control of multiple testing, but not after.
    """

    value: float | None
    value_text: str
    neighbours: int | None
    lag: float | None
    lag_text: str
    index: float | None
    p: float | None
    q: float | None
    quadrant: str | None
    kind: str | None
    cluster: str


class ClusterClass(TypedDict):
    """A class of the legend, with the number of its territories; `weak`: of those that the control takes out."""

    id: str
    title: str
    count: int
    weak: int


class MoranMessage(TypedDict):
    """Moran's I of a measure in the words of one language.

    `sentences`: the finding first, then what the clusters are, the neighbours, what is left out.
    """

    measure: str
    title: str
    variable: str
    level: str
    rule: str
    nearest: int
    distance_m: float | None
    islands: list[str]
    blanks: list[str]
    count: int
    index: float
    expected: float
    z: float
    p: float
    permutations: int
    seed: int
    alpha: float
    crs: str
    sentences: list[str]
    classes: list[ClusterClass]
    rows: list[MoranRow]
    map: StatisticsMap
    sources: list[StatisticsSource]
    source: str
    command: str


def moran_setting(view: "View", atlas: "Atlas") -> MoranSetting:
    """Return the setting that the details of a link choose: measure, level, neighbours."""
    chosen = dict(view.detail)
    measure = read_measure(chosen.get("moran.measure", MEASURE), atlas.catalog).measure
    km = chosen.get("moran.km")
    rule = NeighbourRule(
        next((rule for rule in RULES if rule == chosen.get("moran.rule")), "queen"),
        None if km is None else _KM * float(km),
        int(chosen.get("moran.nearest", NEAREST)),
    )
    return MoranSetting(measure, level_of(view, "moran.level"), rule)


def describe_moran(setting: MoranSetting, view: "View", atlas: "Atlas") -> MoranMessage:
    """Return Moran's I of a measure in words.

    Parameters
    ----------
    setting
        Measure, level and neighbours.
    view
        Its language, perimeter, normalisation, year and versions.
    atlas
        Declarations and rows.

    Raises
    ------
    IndicatorError
        There are too few territories, or values that do not vary.
    LayerDataError
        The libraries are not installed.
    """
    return atlas.memoize(("moran", setting, numbers_view(view)), lambda: _describe(setting, view, atlas))


def _describe(setting: MoranSetting, view: "View", atlas: "Atlas") -> MoranMessage:
    lang, measure = view.lang, setting.measure
    found = level_values(setting.level, (measure,), view, atlas)
    result = moran(
        found.table[measure.id],
        found.shapes,
        setting.rule,
        permutations=setting.permutations,
        seed=setting.seed,
        level=setting.alpha,
    )
    unit, sources = measure.unit_in(norm_of(view)), list_sources(found, atlas, lang)
    rows = [_row(territory, result, found, measure, view) for territory in found.table.index]
    kinds = pd.Series({row["id"]: row["kind"] for row in rows}, dtype=object)
    texts = pd.Series({row["id"]: f"{row['value_text']} · {row['cluster']}" for row in rows}, dtype=object)
    title = measure_title(measure, atlas.catalog, lang)
    return {
        "measure": measure.id,
        "title": title,
        "variable": measure_variable(measure, unit, atlas, lang),
        "level": setting.level,
        "rule": setting.rule.rule,
        "nearest": setting.rule.nearest,
        "distance_m": result.neighbours.distance_m,
        "islands": list(result.islands),
        "blanks": list(result.blanks),
        "count": result.count,
        "index": result.index,
        "expected": result.expected,
        "z": result.z,
        "p": result.p,
        "permutations": result.permutations,
        "seed": result.seed,
        "alpha": result.level,
        "crs": result.neighbours.crs,
        "sentences": moran_sentences(title, result, setting.rule, found, lang),
        "classes": [
            {
                "id": kind,
                "title": t("statistics.never" if kind == "ns" else f"statistics.cluster_{kind}", lang),
                "count": int((kinds == kind).sum()),
                "weak": int((kinds == f"{kind}{_WEAK}").sum()),
            }
            for kind in CLUSTERS
        ],
        "rows": rows,
        "map": draw_areas(found, kinds, texts, view, atlas),
        "sources": sources,
        "source": source_line(sources, atlas, lang),
        "command": moran_command(setting, view),
    }


def moran_command(setting: MoranSetting, view: "View") -> str:
    """Return the command that computes the same again."""
    rule = setting.rule
    parts = ["python", "-m", "atlas", "moran", setting.measure.id, "--level", setting.level]
    parts += ["--neighbours", rule.rule]
    if rule.rule == "nearest":
        parts += ["--nearest", str(rule.nearest)]
    if rule.rule == "distance" and rule.distance_m is not None:
        parts += ["--distance", f"{rule.distance_m:g}"]
    parts += ["--permutations", str(setting.permutations), "--seed", str(setting.seed)]
    parts += [] if setting.alpha == LEVEL else ["--alpha", f"{setting.alpha:g}"]
    return shlex.join([*parts, *view_options(view), "--json"])


def _row(territory: str, result: Moran, found: LevelValues, measure: Measure, view: "View") -> MoranRow:
    lang, unit, spread = view.lang, measure.unit_in(norm_of(view)), found.spreads[measure.id]
    local = result.local.loc[territory]
    kind = _kind(local, result.level)
    used = kind is not None
    if kind is None:
        said = t("statistics.island" if territory in result.islands else "statistics.blank", lang)
    else:
        said = t(f"statistics.cluster_{kind.removesuffix(_WEAK)}", lang)
        said = t("statistics.uncontrolled", lang, cluster=said) if kind.endswith(_WEAK) else said
    count = local["neighbours"]
    return {
        "id": territory,
        "name": found.names[territory],
        "value": _known(local["value"]),
        "value_text": write_value(local["value"], unit, lang, spread),
        "neighbours": None if pd.isna(count) else int(count),
        "lag": _known(local["lag"]),
        "lag_text": write_value(local["lag"], unit, lang, spread) if used else "–",
        "index": _known(local["index"]),
        "p": _known(local["p"]),
        "q": _known(local["q"]),
        "quadrant": local["quadrant"] if used else None,
        "kind": kind,
        "cluster": said,
    }


def _kind(local: pd.Series, alpha: float) -> str | None:
    cluster = local["cluster"]
    if not isinstance(cluster, str):
        return None
    return f"{local['quadrant']}{_WEAK}" if cluster == "ns" and local["p"] <= alpha else cluster


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
