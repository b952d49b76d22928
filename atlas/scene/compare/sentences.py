"""A comparison in sentences that are generated from its values."""

from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import REGISTRY
from atlas.catalog import in_language
from atlas.i18n import plural, t
from atlas.scene.compare.measures import measure_title, write_value
from atlas.scene.compare.rank_rules import list_names
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.scene.compare.comparison import Comparison, ComparisonLine

# A ratio to the reference closer to 1 than this is written as equal: outlines are not more precise.
_ALIKE = 0.02
# Units whose ratios mean nothing: twice a year is no amount.
_NO_RATIO = frozenset({"decade", "percentage points", "share/year"})


class MeasureText(TypedDict):
    """One to three sentences on one measure, and the producers of its layers."""

    measure: str
    text: str
    source: str


def write_sentences(comparison: "Comparison", catalog: "Catalog", lang: str) -> list[MeasureText]:
    """Describe each measure of a comparison in a few sentences."""
    return [
        {
            "measure": line.measure.id,
            "text": " ".join(_line(line, comparison, catalog, lang)),
            "source": _producers(line, catalog, lang),
        }
        for line in comparison.lines
    ]


def _line(line: "ComparisonLine", comparison: "Comparison", catalog: "Catalog", lang: str) -> list[str]:
    title = measure_title(line.measure, catalog, lang)
    values = {
        territory: cell.value
        for territory, cell in zip(comparison.territories, line.cells, strict=True)
        if cell.value is not None
    }
    if not values:
        return [t("sentence.nothing", lang, title=title)]
    highest, lowest = max(values.values()), min(values.values())
    most = [territory for territory, value in values.items() if value == highest]
    least = [territory for territory, value in values.items() if value == lowest]
    named = {
        "title": title,
        "most": list_names(most, comparison.names, lang),
        "value": write_value(highest, line.unit, lang),
    }
    if len(values) == 1:
        sentences = [t("sentence.alone", lang, **named)]
    elif highest == lowest:
        sentences = [t("sentence.equal", lang, title=title, value=named["value"])]
    else:
        named |= {"least": list_names(least, comparison.names, lang), "low": write_value(lowest, line.unit, lang)}
        ranked = line.ranked
        sentences = [t("sentence.range", lang, **named) if ranked else t("sentence.range_of_amount", lang, **named)]
    sentences += _beside(line, comparison, most, highest, lang)
    missing = len(comparison.territories) - len(values)
    if missing:
        without = [territory for territory in comparison.territories if territory not in values]
        names = ", ".join(comparison.names[territory] for territory in without)
        sentences.append(plural("sentence.missing", lang, missing, count=write_number(missing, lang), names=names))
    return sentences


def _beside(line: "ComparisonLine", comparison: "Comparison", most: list[str], value: float, lang: str) -> list[str]:
    """Compare the greatest value with the reference; of several territories that are level only the reference."""
    reference = line.reference.value
    if reference is None or comparison.reference in most:
        return []
    named = {
        "most": comparison.names[most[0]],
        "reference": comparison.names[comparison.reference],
        "value": write_value(reference, line.unit, lang),
    }
    if line.unit in _NO_RATIO or reference <= 0 or not line.ranked or len(most) > 1:
        return [t("sentence.reference", lang, **named)]
    ratio = value / reference
    if abs(ratio - 1) < _ALIKE:
        return [t("sentence.alike", lang, **named)]
    return [t("sentence.times", lang, **named, times=write_number(round(ratio, 1 if ratio >= 1 else 2), lang))]


def _producers(line: "ComparisonLine", catalog: "Catalog", lang: str) -> str:
    layers = REGISTRY[line.measure.indicator].layers
    return ", ".join(dict.fromkeys(in_language(catalog[layer].source.producer, lang) for layer in layers))
