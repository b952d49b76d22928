"""A part never exceeds its whole: communes of a body, bodies of the basin, communes of the basin.

Counts, lengths, areas and greatest values of a part are at most those of its whole; the years since the last shaft are
at least those of its whole. Shares, densities and medians have no such order.
"""

import math

import pytest

from atlas.analysis.indicators import REGISTRY
from atlas.scene.query.territories import HOME_BASIN

MEASURES = {item.id: item for declared in REGISTRY.values() for item in declared.measures}
# Greatest values.
GREATEST = {"deepest_shaft_m", "last_closing_decade"}
# Counts and sums that are no densities: the value itself.
SUMS = {
    "population",
    "twinning_links",
    "twinning_links.countries",
    "listed_mining_sites",
    "listed_mining_sites.points",
    # Of ten types, those that are present.
    "ouv_completeness",
    # More patches connect more habitat.
    *(name for name in MEASURES if name.startswith("equivalent_connectivity_ha") and MEASURES[name].unit == "ha"),
} - {"equivalent_connectivity_ha.mesh"}
# The later the last shaft, the fewer years.
LEAST = {"years_since_closure.last_shaft"}
# Amounts of the densities.
AMOUNTS = {name for name, item in MEASURES.items() if item.extensive} - {"network_gaps.density"}
# A patch outside a part may close a gap inside it: gaps and groups of a part can be more than those of its whole.
UNORDERED = {name for name, item in MEASURES.items() if item.indicator == "network_gaps"}
# Of whole basins only.
BASINS = {name for name, item in MEASURES.items() if item.indicator == "cooperation_links"} | {"years_since_closure"}


def test_every_measure_is_ordered_or_cannot_be():
    ordered = GREATEST | SUMS | LEAST | AMOUNTS
    unordered = {
        name
        for name, item in MEASURES.items()
        if item.unit in {"share", "evenness", "ratio", "share/year", "€", "percentage points", "1/km²"}
        or name in {"mean_shaft_life_years", "equivalent_connectivity_ha.mesh"}
        or name.startswith("heap_to_network_m")
    } - {"ouv_completeness"}
    assert ordered | unordered | UNORDERED | BASINS == set(MEASURES)
    assert not ordered & unordered


@pytest.mark.parametrize("name", sorted(GREATEST | SUMS | LEAST | AMOUNTS))
def test_a_part_never_exceeds_its_whole(name, measured, frames):
    item = MEASURES[name]
    body_of = frames["communes"]["intercommunality"]

    def values(level):
        number = measured[level][item.indicator][item.part]
        return number.amount if name in AMOUNTS else number.value

    basin, bodies, communes = values("basin").item(), values("intercommunality"), values("commune")
    slack = 1e-9 * abs(basin)
    pairs = [
        *((body, value, HOME_BASIN, basin) for body, value in bodies.items()),
        *((commune, value, HOME_BASIN, basin) for commune, value in communes.items()),
        *((commune, value, body_of[commune], bodies[body_of[commune]]) for commune, value in communes.items()),
    ]
    known = [pair for pair in pairs if not math.isnan(pair[1])]
    # A body whose heaps have no outline is unknown; those of its communes that have no heap are zero.
    assert [pair for pair in known if math.isnan(pair[3]) and pair[1] != 0] == []
    if name in LEAST:
        assert [pair for pair in known if pair[1] < pair[3] - slack] == []
    else:
        assert [pair for pair in known if pair[1] > pair[3] + slack] == []


# Of other basins only: no register of dams covers this one.
ELSEWHERE = {"dam_density"}


@pytest.mark.parametrize("name", sorted(AMOUNTS - {"heap_density.numbered"} - ELSEWHERE))
def test_the_parts_hold_together_what_the_whole_holds(name, measured):
    """Nothing of the whole is in none of its parts; what lies across borders counts in several of them."""
    item = MEASURES[name]
    basin, communes = (measured[level][item.indicator][item.part].amount for level in ("basin", "commune"))
    # Simplified outlines of communes leave slits: two shafts and 1.8 km of a river that is their border lie in them.
    assert communes.sum() >= 0.985 * basin.item()


def test_the_last_extraction_is_never_compared_with_the_last_shaft(measured):
    assert measured["intercommunality"]["years_since_closure"][""].value.isna().all()
    assert measured["commune"]["years_since_closure"][""].value.isna().all()
