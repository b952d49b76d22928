"""Moran's I in sentences: the finding first, then what it rests on."""

from atlas.analysis.statistics.autocorrelation import CLUSTERS, Moran
from atlas.analysis.statistics.neighbours import TOUCH_M, NeighbourRule
from atlas.i18n import plural, t
from atlas.scene.query.formatting import write_number
from atlas.scene.statistics.level_values import LevelValues, left_out, write_probability, write_statistic

_KM = 1000


def moran_sentences(title: str, result: Moran, rule: NeighbourRule, found: LevelValues, lang: str) -> list[str]:
    """Return the finding, the clusters, the neighbours, the permutations, and what is left out.

    Parameters
    ----------
    title
        Title of the measure.
    result
        What was found.
    rule
        What made two territories neighbours.
    found
        Names of the territories.
    lang
        Language.
    """
    local, alpha = result.local, f"{write_number(100 * result.level, lang)}\u00a0%"
    counts = {kind: write_number(int((local["cluster"] == kind).sum()), lang) for kind in CLUSTERS}
    finding = t(
        f"statistics.moran_{result.direction}",
        lang,
        title=title,
        index=write_statistic(result.index, lang),
        expected=write_statistic(result.expected, lang, 3),
        z=write_statistic(result.z, lang),
        p=write_probability(result.p, lang),
        count=write_number(result.count, lang),
        alpha=alpha,
    )
    before = int((local["p"] <= result.level).sum())
    clusters = t("statistics.clusters", lang, alpha=alpha, before=write_number(before, lang), **counts)
    drawn = t("statistics.permutations", lang, count=write_number(result.permutations, lang), seed=str(result.seed))
    return [
        finding,
        clusters,
        _neighbours(result, rule, lang),
        drawn,
        *left_out("blanks", result.blanks, found.names, lang),
        *left_out("islands", result.islands, found.names, lang),
    ]


def _neighbours(result: Moran, rule: NeighbourRule, lang: str) -> str:
    mean = write_statistic(result.neighbours.mean, lang, 1)
    if rule.rule == "queen":
        return t("statistics.queen", lang, mean=mean, metres=str(TOUCH_M), crs=result.neighbours.crs)
    if rule.rule == "nearest":
        return plural("statistics.nearest", lang, rule.nearest, count=str(rule.nearest), crs=result.neighbours.crs)
    km = write_number((result.neighbours.distance_m or 0) / _KM, lang)
    return t("statistics.distance", lang, mean=mean, km=km, crs=result.neighbours.crs)
