"""Validation of the comparison in a view: territories, reference, indicators, perimeter, normalisation, settings."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from atlas.analysis.indicators import NORMS
from atlas.errors import AtlasError, ViewError, choices
from atlas.scene.query.compare_parameters import (
    BASIN,
    DRAWN,
    LEVELS,
    MEDIAN,
    MOST_TERRITORIES,
    PERIMETERS,
    all_measures,
    measure_unknown,
    read_measure,
)
from atlas.scene.query.link_parts import keep_valid
from atlas.scene.query.row_masks import territory_unknown
from atlas.scene.query.territories import territory_layer

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,3})?")
_YES = ("1",)
# Settings of the ways to show a comparison (`detail` in a link), and the values of each: a kind of value, or a list.
_DETAILS: dict[str, str | tuple[str, ...]] = {
    "maps.kind": ("small", "pair", "size"),
    "maps.measure": "measure",
    "table.by": "measure",
    **{
        f"pair.{side}.{what}": kind
        for side in ("left", "right")
        for what, kind in (("of", "territory"), ("measure", "measure"))
    },
    "pair.swipe": _YES,
    "pair.at": "number",
    **dict.fromkeys(("size.under", "size.over"), "territory"),
    **dict.fromkeys(("size.x", "size.y"), "number"),
    **dict.fromkeys(("scatter.x", "scatter.y"), "measure"),
    "scatter.level": ("none", *LEVELS),
    "clock.at": "number",
    "ranks.on": _YES,
    "twins.of": "territory",
    "twins.ahead": _YES,
    "twins.mineral": ("0",),
    "moran.measure": "measure",
    **dict.fromkeys(("moran.level", "typology.level"), ("commune", "intercommunality")),
    "moran.rule": ("queen", "distance", "nearest"),
    "moran.nearest": tuple(str(count) for count in range(1, 13)),
    "moran.km": "number",
    "typology.groups": tuple(str(count) for count in range(2, 9)),
}


def validate_compare(view: "View", atlas: "Atlas") -> tuple["View", tuple[AtlasError, ...]]:
    """Drop the invalid parts of the comparison in a view; return one error for each."""
    problems: list[AtlasError] = []

    def usable(parts: tuple[Any, ...], check: Callable[[Any], object], key: str) -> tuple[Any, ...]:
        return keep_valid(parts, check, problems, key=key, names=True)

    options = {"ref": view.ref, "perimeter": view.perimeter, "norm": view.norm}
    checks: dict[str, Callable[[Any], object]] = {
        "ref": lambda ref: check_reference(replace(view, ref=ref), atlas),
        "perimeter": lambda perimeter: check_perimeter(replace(view, perimeter=perimeter)),
        "norm": lambda norm: check_norm(replace(view, norm=norm)),
    }
    parts: dict[str, Any] = {
        key: next(iter(usable((value,) if value is not None else (), checks[key], key)), None)
        for key, value in options.items()
    }
    parts["ind"] = usable(view.ind, lambda text: read_measure(text, atlas.catalog), "ind")
    parts["detail"] = usable(view.detail, lambda pair: check_detail(pair[0], pair[1], atlas), "detail")
    compared = usable(view.compare, lambda territory: check_territory(territory, view, atlas, key="compare"), "compare")
    single = [territory for territory in compared if territory not in LEVELS]
    if len(single) > MOST_TERRITORIES:
        problems.append(ViewError("too_many", key="compare", most=MOST_TERRITORIES, count=len(single)))
        compared = tuple(territory for territory in compared if territory not in single[MOST_TERRITORIES:])
    return replace(view, compare=compared, **parts), tuple(problems)


def check_territory(territory: str, view: "View", atlas: "Atlas", *, key: str) -> None:
    """Check the id of a territory, the name of a whole level, or ``drawn``.

    Raises
    ------
    ViewError
        It is none of these, or the view has no drawn shape.
    """
    if territory == DRAWN and view.select is None:
        raise ViewError("outline_not_drawn", key=key)
    if territory != DRAWN and territory not in LEVELS:
        territory_layer(territory, atlas, key=key)


def check_reference(view: "View", atlas: "Atlas") -> None:
    """Check the reference: ``median``, ``basin`` or a territory.

    Raises
    ------
    ViewError
        It is none of these.
    """
    if view.ref and view.ref not in {MEDIAN, BASIN}:
        if view.ref in LEVELS:
            raise territory_unknown(view.ref, atlas, key="ref")
        check_territory(view.ref, view, atlas, key="ref")


def check_perimeter(view: "View") -> None:
    """Check the perimeter.

    Raises
    ------
    ViewError
        It is unknown, or it is ``drawn`` and the view has no drawn shape.
    """
    if view.perimeter is not None and view.perimeter not in PERIMETERS:
        raise ViewError("value_unknown", key="perimeter", value=view.perimeter, valid=", ".join(PERIMETERS))
    if view.perimeter == DRAWN and view.select is None:
        raise ViewError("outline_not_drawn", key="perimeter")


def check_detail(name: str, value: str, atlas: "Atlas") -> None:
    """Check a setting of a way to show a comparison.

    Raises
    ------
    ViewError
        There is no such setting, or it cannot have this value.
    """
    kind = _DETAILS.get(name)
    if kind is None:
        raise ViewError("value_unknown", key="detail", value=name, valid=choices(name, _DETAILS))
    if kind == "measure":
        if value not in all_measures(atlas.catalog):
            raise measure_unknown(value, all_measures(atlas.catalog), key=f"detail={name}")
    elif kind == "territory":
        territory_layer(value, atlas, key=f"detail={name}")
    elif kind == "number":
        if not _NUMBER.fullmatch(value):
            raise ViewError("number_wrong", key=f"detail={name}", value=value)
    elif value not in kind:
        raise ViewError("value_unknown", key=f"detail={name}", value=value, valid=choices(value, kind))


def check_norm(view: "View") -> None:
    """Check the normalisation.

    Raises
    ------
    ViewError
        It is unknown.
    """
    if view.norm is not None and view.norm not in NORMS:
        raise ViewError("value_unknown", key="norm", value=view.norm, valid=", ".join(NORMS))
