"""Recipes of the tables of the Just Transition Fund."""

import pandas as pd

from atlas.prepare.clean import coded, number, slugs
from atlas.prepare.raw import Raw
from atlas.prepare.world.countries import ISO3_BY_CODE, ISO3_BY_NAME

TERRITORIES = "basins/jtf_annex_d_2020_territories.csv"
ALLOCATIONS = "basins/jtf_allocations_2021.csv"


def transition_fund_territories(raw: Raw) -> pd.DataFrame:
    """Territories that the Commission named in 2020 for the Just Transition Fund."""
    listed = raw.table(TERRITORIES)
    return pd.DataFrame(
        {
            "id": slugs(listed["country"] + " " + listed["name_annex_d"]),
            "name": listed["name_annex_d"],
            "country": coded(listed["country"], ISO3_BY_CODE, where=TERRITORIES),
            "nuts_2024": listed["nuts_2024"],
            "nuts_name": listed["nuts_name"],
        }
    )


def transition_fund_allocations(raw: Raw) -> pd.DataFrame:
    """Amounts of the Just Transition Fund by country, as the regulation of 2021 gives them."""
    listed = raw.table(ALLOCATIONS)
    country = coded(listed["country"], ISO3_BY_NAME, where=ALLOCATIONS)
    return pd.DataFrame(
        {
            "id": country.str.lower(),
            "name": listed["country"],
            "country": country,
            "recovery_meur": number(listed["euri_allocation"]),
            "budget_meur": number(listed["mff_allocation"]),
            "total_meur": number(listed["total_allocation"]),
            "share_percent": number(listed["share_percent"]),
        }
    )
