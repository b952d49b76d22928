"""Shared by the tables of the cooperation documents: their folder, their spellings, the licence of a position."""

from typing import TYPE_CHECKING

import pandas as pd

from atlas.errors import LayerDataError
from atlas.prepare.clean import coded

if TYPE_CHECKING:
    from atlas.prepare.raw import Raw

FOLDER = "cooperation/"

DOCUMENTS = {
    "inspiration-artois": "inspiration_artois",
    "lianes-tbm": "lianes_tbm",
    "mbm-cooperation": "mbm_cooperation",
    "mbm-international": "mbm_international",
    "mbm-tvb": "mbm_tvb",
}

PRECISIONS = {
    "country point (inside the polygon)": "country",
    "region point (inside the polygon)": "region",
    "region centroid (box)": "region_box",
    "city centroid": "city",
    "city point": "city",
    "commune point": "municipality",
    "municipality point": "municipality",
    "site": "site",
    "site (official point of the property)": "official_point",
    "site (shaft, not the museum door)": "nearby_shaft",
    "none": "none",
}

FACTS = "LicenseRef-facts"

# By the first word of `coord_source`. Natural Earth is in the public domain: its points join the facts.
POSITION_LICENCES = {
    "Eurostat": "LicenseRef-GISCO-NC",
    "GeoNames": "CC-BY-4.0",
    "GitHub": FACTS,
    "Natural": FACTS,
    "UNESCO": "LicenseRef-UNESCO-facts",
    "Wikidata": "CC0-1.0",
    "Wikipedia": "CC-BY-SA-4.0",
    "centre": FACTS,
    "communes_bassin_250": "etalab-2.0",
    "github": "etalab-2.0",
    "heritage": FACTS,
}

# The licence that asks most comes first.
STRICTEST_FIRST = (
    "CC-BY-SA-4.0",
    "LicenseRef-GISCO-NC",
    "CC-BY-4.0",
    "etalab-2.0",
    "LicenseRef-UNESCO-facts",
    FACTS,
    "CC0-1.0",
)


def cooperation_table(raw: "Raw", name: str) -> pd.DataFrame:
    """Read a table of the cooperation folder."""
    return raw.table(f"{FOLDER}{name}.csv")


def document_codes(column: pd.Series) -> pd.Series:
    """Code the documents a row was read in, joined."""
    cells = column.str.split(";").explode()
    return coded(cells, DOCUMENTS, where="document").groupby(level=0).agg("; ".join)


def precision_codes(column: pd.Series) -> pd.Series:
    """Code how precise a position is; ``none`` where there is none."""
    return coded(column.fillna("none"), PRECISIONS, where="precision")


def position_licences(coord_source: pd.Series) -> pd.Series:
    """Return the licence of each position by the first producer of `coord_source`; facts where there is none."""
    producer = coord_source.str.extract(r"^(\w+)")[0]
    return coded(producer, POSITION_LICENCES, where="coord_source").fillna(FACTS)


def strictest(licences: pd.Series) -> str:
    """Return the licence that a row made from rows under `licences` has.

    Raises
    ------
    LayerDataError
        Share-alike and non-commercial rows meet: no licence allows their sum.
    """
    found = [licence for licence in STRICTEST_FIRST if licence in set(licences)]
    if found[:2] == ["CC-BY-SA-4.0", "LicenseRef-GISCO-NC"]:
        raise LayerDataError("licences_clash", licences=", ".join(found))
    return found[0]


def flags(masks: dict[str, pd.Series]) -> pd.Series:
    """Return the codes whose mask holds, joined by ``; ``; None where none holds."""
    index = next(iter(masks.values())).index
    rows = zip(*(mask.fillna(value=False) for mask in masks.values()), strict=True)
    texts = ["; ".join(code for code, holds in zip(masks, row, strict=True) if holds) or None for row in rows]
    return pd.Series(texts, index=index, dtype="object")
