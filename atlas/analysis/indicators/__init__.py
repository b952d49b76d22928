"""Indicators: each is a registered function whose parameters are named after the layers it reads.

Importing the package registers them all. `measure` computes the values of an indicator for any territories.
"""

from atlas.analysis.indicators import (
    after_mine,
    connectivity,
    cooperation,
    corridors,
    ecology,
    estates,
    heritage,
    income,
    landscape,
    protection,
    shafts,
    society,
    time,
)
from atlas.analysis.indicators.completeness import COMPLETENESS, GAP, Completeness, completeness_in
from atlas.analysis.indicators.measurement import complete_values, completeness_of, completeness_states, measure
from atlas.analysis.indicators.own_figures import figure_of, indicators_in, is_own, own_measures
from atlas.analysis.indicators.registry import (
    HEADLINE,
    NORMS,
    REGISTRY,
    RULES,
    Direction,
    Indicator,
    IndicatorValues,
    Measure,
    Norm,
    Rule,
)

__all__ = [
    "COMPLETENESS",
    "GAP",
    "HEADLINE",
    "NORMS",
    "REGISTRY",
    "RULES",
    "Completeness",
    "Direction",
    "Indicator",
    "IndicatorValues",
    "Measure",
    "Norm",
    "Rule",
    "after_mine",
    "complete_values",
    "completeness_in",
    "completeness_of",
    "completeness_states",
    "connectivity",
    "cooperation",
    "corridors",
    "ecology",
    "estates",
    "figure_of",
    "heritage",
    "income",
    "indicators_in",
    "is_own",
    "landscape",
    "measure",
    "own_measures",
    "protection",
    "shafts",
    "society",
    "time",
]
