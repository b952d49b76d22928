"""Indicators: each is a registered function whose parameters are named after the layers it reads.

Importing the package registers them all. `measure` computes the values of an indicator for any territories.
"""

from atlas.analysis.indicators import (
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
    measure,
)

__all__ = [
    "HEADLINE",
    "NORMS",
    "REGISTRY",
    "RULES",
    "Direction",
    "Indicator",
    "IndicatorValues",
    "Measure",
    "Norm",
    "Rule",
    "connectivity",
    "cooperation",
    "corridors",
    "ecology",
    "estates",
    "heritage",
    "income",
    "landscape",
    "measure",
    "protection",
    "shafts",
    "society",
    "time",
]
