"""The page of indicators: definition, formula, coverage and reference, from their docstrings."""

import inspect
from itertools import groupby
from typing import TYPE_CHECKING

from numpydoc.docscrape import NumpyDocString
from page_text import anchor, docstring_text, table

import atlas
from atlas.analysis.indicators import REGISTRY
from atlas.scene.compare.measures import measure_title

if TYPE_CHECKING:
    from atlas.analysis.indicators.registry import Indicator
    from atlas.catalog import Catalog

_HEAD = """# Indicators

{count} indicators, each a function with its formula. What is not known is empty, never zero; the coverage says of
how many rows a value is computed, and of how many it should be. `atlas indicators --level LEVEL --csv FILE` gives
them all, in Python `atlas.open().indicators("intercommunality")`.
"""
_RULES = {
    "meets": "every object of which more than a sliver is inside, whole; one across a border counts on both sides",
    "inside": "the points inside; of areas and lines the part that is inside",
    "share": "every object by the share of it that is inside",
    "centre": "every point in the one territory that it lies in",
    "member": "the rows that name the territory",
    "anywhere": "every row, also outside the territory",
}


def indicators_page() -> str:
    """Return the page."""
    catalog = atlas.open().layers
    indicators = sorted(REGISTRY.values(), key=lambda found: found.theme)
    rules = table(("Rule", "Rows"), ((f"`{rule}`", rows) for rule, rows in _RULES.items()))
    parts = [_HEAD.format(count=len(indicators)), "## Which rows a territory has\n", rules]
    for theme, found in groupby(indicators, key=lambda indicator: indicator.theme):
        parts.append(f"## {theme.replace('_', ' ').capitalize()}\n")
        parts += [_section(indicator, catalog) for indicator in found]
    return "\n".join(parts)


def _section(indicator: "Indicator", catalog: "Catalog") -> str:
    doc = NumpyDocString(inspect.getdoc(indicator.function) or "")
    texts = {
        "": [*doc["Extended Summary"]],
        "Returns": [line for returned in doc["Returns"] for line in returned.desc],
        "Formula": doc["Notes"],
        "Reference": doc["References"],
    }
    measures = table(
        ("Measure", "Title", "Unit", "Better"),
        [
            (f"`{measure.id}`", measure_title(measure, catalog, "en"), measure.unit, measure.direction)
            for measure in indicator.measures
        ],
    )
    rules = table(
        ("Layer", "Rule"),
        dict.fromkeys(
            (f"[`{layer}`](layers/{layer}.md)", f"`{rule}`")
            for measure in indicator.measures
            for layer, rule in measure.rules
        ),
    )
    summary = " ".join(doc["Summary"]).removeprefix("Return ")
    lines = [f"### {indicator.id} {anchor(indicator.id)}\n", summary[:1].upper() + summary[1:] + "\n", measures, rules]
    for title, text in texts.items():
        if text:
            lines.append((f"**{title}.** " if title else "") + docstring_text("\n".join(text)) + "\n")
    return "\n".join(lines)
