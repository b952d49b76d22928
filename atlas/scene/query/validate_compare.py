"""Holds the compare part of a view against an atlas: territories, reference, indicators, perimeter, normalisation."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from atlas.analysis.indicators import NORMS
from atlas.errors import AtlasError, ViewError, choices, nearest
from atlas.scene.query.compare_parameters import (
    BASIN,
    DRAWN,
    LEVELS,
    MEDIAN,
    MOST_TERRITORIES,
    PERIMETERS,
    all_measures,
    read_measure,
)
from atlas.scene.query.row_masks import territory_unknown
from atlas.scene.query.territories import territory_layer

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,3})?")
_YES = ("1",)
# The choices within the ways of a comparison, and what each can be.
_DETAILS: dict[str, str | tuple[str, ...]] = {
    "maps.kind": ("small", "pair", "size"),
    "maps.measure": "measure",
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
}
# Hundreds of communes are a map, not a comparison.
_WHOLE_LEVELS = tuple(level for level in LEVELS if level != "commune")


def validate_compare(view: "View", atlas: "Atlas") -> tuple["View", tuple[AtlasError, ...]]:
    """Leave out of the compare part of a view what this atlas cannot answer.

    Returns
    -------
    tuple
        The view with the parts that can be answered, and one error for each of the others.
    """
    problems: list[AtlasError] = []

    def usable(parts: tuple[Any, ...], check: Callable[[Any], object]) -> tuple[Any, ...]:
        kept = []
        for part in parts:
            try:
                check(part)
                kept.append(part)
            except AtlasError as problem:
                problems.append(problem)
        return tuple(kept)

    single = {"ref": view.ref, "perimeter": view.perimeter, "norm": view.norm}
    checks: dict[str, Callable[[Any], object]] = {
        "ref": lambda _: check_reference(view, atlas),
        "perimeter": lambda _: check_perimeter(view),
        "norm": lambda _: check_norm(view),
    }
    parts: dict[str, Any] = {
        key: next(iter(usable((value,) if value is not None else (), checks[key])), None)
        for key, value in single.items()
    }
    parts["ind"] = usable(view.ind, read_measure)
    parts["detail"] = usable(view.detail, lambda pair: check_detail(pair[0], pair[1], atlas))
    compared = usable(view.compare, lambda one: check_territory(one, view, atlas, key="compare"))
    own = [one for one in compared if one not in _WHOLE_LEVELS]
    if len(own) > MOST_TERRITORIES:
        problems.append(ViewError("too_many", key="compare", most=MOST_TERRITORIES, count=len(own)))
        compared = tuple(one for one in compared if one not in own[MOST_TERRITORIES:])
    return replace(view, compare=compared, **parts), tuple(problems)


def check_territory(one: str, view: "View", atlas: "Atlas", *, key: str) -> None:
    """Accept a territory, a level that stands for all of its own, or the drawn outline.

    Raises
    ------
    ViewError
        It is none of these, or no outline was drawn.
    """
    if one == DRAWN and view.select is None:
        raise ViewError("outline_not_drawn", key=key)
    if one != DRAWN and one not in _WHOLE_LEVELS:
        territory_layer(one, atlas, key=key)


def check_reference(view: "View", atlas: "Atlas") -> None:
    """Accept ``median``, ``basin`` or a territory as the reference.

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
    """Accept a perimeter.

    Raises
    ------
    ViewError
        There is none of that name, or it is the drawn outline and nothing was drawn.
    """
    if view.perimeter is not None and view.perimeter not in PERIMETERS:
        raise ViewError("value_unknown", key="perimeter", value=view.perimeter, valid=", ".join(PERIMETERS))
    if view.perimeter == DRAWN and view.select is None:
        raise ViewError("outline_not_drawn", key="perimeter")


def check_detail(name: str, chosen: str, atlas: "Atlas") -> None:
    """Accept a choice within a way of showing a comparison.

    Raises
    ------
    ViewError
        There is no such choice, or it cannot be this.
    """
    kind = _DETAILS.get(name)
    if kind is None:
        raise ViewError("value_unknown", key="detail", value=name, valid=choices(name, _DETAILS))
    if kind == "measure":
        if chosen not in all_measures():
            near = nearest(chosen, all_measures())
            raise ViewError("indicator_unknown", key=f"detail={name}", value=chosen, nearest=near)
    elif kind == "territory":
        territory_layer(chosen, atlas, key=f"detail={name}")
    elif kind == "number":
        if not _NUMBER.fullmatch(chosen):
            raise ViewError("number_wrong", key=f"detail={name}", value=chosen)
    elif chosen not in kind:
        raise ViewError("value_unknown", key=f"detail={name}", value=chosen, valid=choices(chosen, kind))


def check_norm(view: "View") -> None:
    """Accept a normalisation.

    Raises
    ------
    ViewError
        There is none of that name.
    """
    if view.norm is not None and view.norm not in NORMS:
        raise ViewError("value_unknown", key="norm", value=view.norm, valid=", ".join(NORMS))
