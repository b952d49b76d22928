"""What a filter on one layer of the network asks of the others."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atlas.catalog.filter import Filter

if TYPE_CHECKING:
    from atlas.scene.query.view import View

# A field, and the fields of other layers that say the same of their rows: what is asked of one is asked of all.
EQUIVALENT_FIELDS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("partnerships", "country"): (("municipal_partners", "country"), ("twinnings", "country")),
    ("partnerships", "start_year"): (("municipal_partners", "year"), ("twinnings", "year")),
    ("partnerships", "end_year"): (("municipal_partners", "end_year"),),
    ("projects", "start_year"): (("twinnings", "year"),),
}
# No twinning is known to have ended in a year: what is asked of ends leaves them all.
END_YEARS = frozenset({("projects", "end_year"), ("partnerships", "end_year")})

_OF_TIES = frozenset({"partnerships", "municipal_partners", "partner_cities", "partner_areas"})
_OF_PROJECTS = frozenset({"projects", "partnerships", "municipal_partners", "practices"})


@dataclass(frozen=True, slots=True)
class NetworkConditions:
    """What a view asks of the network.

    Attributes
    ----------
    view
        The view with what its filters ask of the other layers, each layer to be answered by itself.
    ties
        Whether something is asked of ties or of places.
    members
        Whether the towns and bodies behind networks can answer: nothing is asked that only partnerships have.
    twinnings
        Whether twinnings can answer: nothing is asked that only projects have, such as a theme.
    """

    view: "View"
    ties: bool
    members: bool
    twinnings: bool


def spread_filters(view: "View") -> NetworkConditions:
    """Ask of every layer of the network what the filters of a view ask of one of them."""
    filters = list(view.filters)
    members = twinnings = True
    for condition in view.filters:
        key = (condition.layer, condition.field)
        alike = EQUIVALENT_FIELDS.get(key, ())
        filters += [_like(condition, layer, field) for layer, field in alike]
        told = {layer for layer, _ in alike}
        if condition.layer == "partnerships":
            members &= "municipal_partners" in told
        if condition.layer in _OF_PROJECTS:
            twinnings &= "twinnings" in told or key in END_YEARS
    placed = bool(view.territory or view.select or view.near)
    return NetworkConditions(
        view=replace(view, mode="explore", filters=tuple(filters)),
        ties=placed or any(condition.layer in _OF_TIES for condition in view.filters),
        members=members,
        twinnings=twinnings,
    )


def _like(condition: Filter, layer: str, field: str) -> Filter:
    return replace(condition, layer=layer, field=field)
