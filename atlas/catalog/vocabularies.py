"""Closed vocabularies of declarations."""

from typing import Literal

Geometry = Literal["point", "line", "polygon", "mixed", "none"]
FieldType = Literal["string", "integer", "number", "boolean", "date", "year"]
# in_force: the outline has a legal effect today. annulled: it had one. informative: an inventory or a description
# without legal effect. approximate: an outline chosen for the atlas, of no authority.
LegalStatus = Literal["in_force", "annulled", "informative", "approximate"]

Shape = Literal[
    "circle",
    "ring",
    "square",
    "diamond",
    "triangle",
    "double_triangle",
    "trapezium",
    "tall_trapezium",
    "steps",
    "bar",
    "broken_triangle",
    "dot",
]
Pattern = Literal["solid", "none", "hatch", "cross_hatch", "diagonal", "waves", "dots"]
Line = Literal["solid", "dashed", "dash_dot", "dotted", "double", "ticks", "arc"]
