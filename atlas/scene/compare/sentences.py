"""A comparison in sentences that are generated from its values."""

from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import indicators_in, is_own
from atlas.i18n import plural, t
from atlas.scene.compare.measures import measure_title, write_bound, write_value
from atlas.scene.compare.rank_rules import list_names
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.scene.compare.comparison import Cell, Comparison, ComparisonLine

# A ratio to the reference closer to 1 than this is written as equal: outlines are not more precise.
_ALIKE = 0.02
# More bounds, or names, than this make no sentence.
_MOST_BOUNDS = 8
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
    cells = dict(zip(comparison.territories, line.cells, strict=True))
    values = {
        territory: cell.value
        for territory, cell in cells.items()
        if cell.value is not None and cell.completeness == "complete"
    }
    said = _range(line, comparison, values, catalog, lang) if values else []
    said += _not_compared(line, comparison, cells, title, lang)
    missing = [place for place, cell in cells.items() if cell.value is None and cell.completeness == "complete"]
    if not said:
        return [t("sentence.nothing", lang, title=title)]
    if missing:
        named = ", ".join(comparison.names[territory] for territory in missing[:_MOST_BOUNDS])
        names = named if len(missing) <= _MOST_BOUNDS else f"{named}, …"
        said.append(plural("sentence.missing", lang, len(missing), count=write_number(len(missing), lang), names=names))
    return said


def _not_compared(
    line: "ComparisonLine", comparison: "Comparison", cells: "dict[str, Cell]", title: str, lang: str
) -> list[str]:
    """Name the territories where a layer is not complete, with their bounds, and those without a value for it."""
    partial = [place for place, cell in cells.items() if cell.value is not None and cell.completeness != "complete"]
    blank = [place for place, cell in cells.items() if cell.completeness == "blank"]
    said = []
    if partial:
        bounds = ", ".join(
            f"{comparison.names[place]} ({_bound(cell, line.unit, lang)})"
            for place, cell in cells.items()
            if place in partial
        )
        values = bounds if len(partial) <= _MOST_BOUNDS else list_names(partial, comparison.names, lang)
        said.append(t("sentence.partial", lang, title=title, values=values))
    if blank:
        said.append(t("sentence.blank", lang, title=title, names=list_names(blank, comparison.names, lang)))
    return said


def _bound(cell: "Cell", unit: str, lang: str) -> str:
    return write_bound(write_value(cell.value, unit, lang, cell.spread), cell.completeness, lang)


def _range(
    line: "ComparisonLine", comparison: "Comparison", values: dict[str, float], catalog: "Catalog", lang: str
) -> list[str]:
    """Describe the values that compare."""
    title = measure_title(line.measure, catalog, lang)
    highest, lowest = max(values.values()), min(values.values())
    most = [territory for territory, value in values.items() if value == highest]
    least = [territory for territory, value in values.items() if value == lowest]
    named = {
        "title": title,
        "most": list_names(most, comparison.names, lang),
        "value": _value(highest, line, lang),
    }
    if len(values) == 1:
        sentences = [t("sentence.alone", lang, **named)]
    elif highest == lowest:
        sentences = [t("sentence.equal", lang, title=title, value=named["value"])]
    else:
        named |= {"least": list_names(least, comparison.names, lang), "low": _value(lowest, line, lang)}
        ranked = line.ranked
        sentences = [t("sentence.range", lang, **named) if ranked else t("sentence.range_of_amount", lang, **named)]
    sentences += _beside(line, comparison, most, highest, lang)
    return sentences


def _value(value: float, line: "ComparisonLine", lang: str) -> str:
    """Write a value of a line as its cell does."""
    spread = next(cell.spread for cell in line.cells if cell.value == value)
    return write_value(value, line.unit, lang, spread)


def _beside(line: "ComparisonLine", comparison: "Comparison", most: list[str], value: float, lang: str) -> list[str]:
    """Compare the greatest value with the reference; of several territories that are level only the reference."""
    reference = line.reference.value if line.reference.completeness == "complete" else None
    if reference is None or comparison.reference in most:
        return []
    named = {
        "most": comparison.names[most[0]],
        "reference": comparison.names[comparison.reference],
        "value": write_value(reference, line.unit, lang, line.reference.spread),
    }
    if line.unit in _NO_RATIO or reference <= 0 or not line.ranked or len(most) > 1:
        return [t("sentence.reference", lang, **named)]
    ratio = value / reference
    if abs(ratio - 1) < _ALIKE:
        return [t("sentence.alike", lang, **named)]
    return [t("sentence.times", lang, **named, times=write_number(ratio, lang, decimals=1 if ratio >= 1 else 2))]


def _producers(line: "ComparisonLine", catalog: "Catalog", lang: str) -> str:
    layers = indicators_in(catalog)[line.measure.indicator].layers
    if is_own(line.measure):
        # A joined layer names the producers of its positions too.
        layers = layers[:1]
    return ", ".join(dict.fromkeys(names for layer in layers if (names := catalog[layer].source.producer_names(lang))))
