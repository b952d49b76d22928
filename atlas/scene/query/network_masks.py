"""Filters on one network layer, applied to the equivalent fields of the others."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.scene.query.view import View

# A field, and the fields of other layers with the same meaning: a filter on the first applies to all of them.
EQUIVALENT_FIELDS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("partnerships", "country"): (("municipal_partners", "country"), ("twinnings", "country")),
    ("partnerships", "start_year"): (("municipal_partners", "year"), ("twinnings", "year")),
    ("partnerships", "end_year"): (("municipal_partners", "end_year"),),
    ("projects", "start_year"): (("twinnings", "year"),),
}
# Twinnings have no end year: a filter on one of these fields keeps all of them.
END_YEARS = frozenset({("projects", "end_year"), ("partnerships", "end_year")})

_OF_TIES = frozenset({"partnerships", "municipal_partners", "partner_cities", "partner_areas"})
_OF_PROJECTS = frozenset({"projects", "partnerships", "municipal_partners", "practices"})


@dataclass(frozen=True, slots=True)
class NetworkConditions:
    """Conditions of a view on the network layers.

    Attributes
    ----------
    view
        The view with its filters on every equivalent field, so that each layer can be filtered on its own.
    ties
        Whether a condition applies to ties or places.
    members
        Whether members of partner networks can match: no filter is on a field that only partnerships have.
    twinnings
        Whether twinnings can match: no filter is on a field that only projects have, such as a theme.
    """

    view: "View"
    ties: bool
    members: bool
    twinnings: bool


def spread_filters(view: "View") -> NetworkConditions:
    """Apply the filters of a view to every network layer with an equivalent field."""
    filters = list(view.filters)
    members = twinnings = True
    for condition in view.filters:
        key = (condition.layer, condition.field)
        equivalent = EQUIVALENT_FIELDS.get(key, ())
        filters += [replace(condition, layer=layer, field=field) for layer, field in equivalent]
        layers = {layer for layer, _ in equivalent}
        if condition.layer == "partnerships":
            members &= "municipal_partners" in layers
        if condition.layer in _OF_PROJECTS:
            twinnings &= "twinnings" in layers or key in END_YEARS
    placed = bool(view.territory or view.select or view.near)
    return NetworkConditions(
        view=replace(view, mode="explore", filters=tuple(filters)),
        ties=placed or any(condition.layer in _OF_TIES for condition in view.filters),
        members=members,
        twinnings=twinnings,
    )
