"""Recipe of the twinnings of the basin's communes."""

import geopandas as gpd
import pandas as pd

from atlas.analysis.spatial.geodesics import geodesics
from atlas.analysis.spatial.measure import lengths_m
from atlas.prepare.clean import coded, points, year
from atlas.prepare.network.cooperation import FACTS, cooperation_table, flags, precision_codes
from atlas.prepare.network.ties import place_ties
from atlas.prepare.raw import Raw

TWINNING_LICENCES = {"CC-BY-SA-4.0": "CC-BY-SA-4.0", "CC0-1.0": "CC0-1.0", "facts": FACTS}

# The source writes in its notes what is not an ordinary twinning of today.
STATUSES = {"HISTORICAL": "historical", "ANNOUNCED": "announced", "LETTER OF INTENT": "letter_of_intent"}

# Words by which the page cited speaks of mining at one end of the twinning or in the tie itself.
MINING = r"\bmin(?:e|es|er|ers|ing)\b|collier|Bergbau|potash|rock-salt"

DOUBTS = {
    "single_source": "single source",
    "other_pages_silent": "DOUBT|names three other towns only|not in the Wikipedia lists|not confirmed elsewhere",
    "outcome_unknown": "outcome not read|whether it still runs was not read",
    "day_differs": "The day differs by source",
    "several_places": "the (?:list|text) does not say which",
}

COMMUNES = "nord-pas-de-calais/communes/communes_bassin_250.csv"


def twinnings(raw: Raw) -> gpd.GeoDataFrame:
    """Return the twinnings found for the communes of the basin, drawn as geodesics from the commune to its twin."""
    table = cooperation_table(raw, "twinnings")
    places = place_ties(raw)["place"]
    communes = raw.table(COMMUNES).set_index("insee")[["nom", "lon", "lat"]].reindex(table["commune_insee"])
    communes = communes.set_index(table.index)
    lines = geodesics(points(communes["lon"], communes["lat"]), points(table["lon"], table["lat"]))
    frame = pd.DataFrame(
        {
            "id": table["twinning_id"].str.lower(),
            "commune": table["commune_insee"],
            "commune_name": communes["nom"],
            "partner_city": table["partner_city"],
            "place": table["twinning_id"].map(places),
            "country": table["iso3"],
            "year": year(table["year"]),
            "status": _status(table["note"]),
            "mining_mentioned": table["note"].str.contains(MINING, regex=True),
            "precision": precision_codes(table["precision"]),
            "doubt": _doubts(table),
            "source_title": table["source_title"],
            "source_url": table["source_url"],
            "length_km": lengths_m(lines) / 1e3,
            "licence": coded(table["licence"], TWINNING_LICENCES, where="twinnings.licence"),
        }
    )
    return gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:4326")


def _status(notes: pd.Series) -> pd.Series:
    """Return the status that each note begins with; ``active`` where nothing says otherwise."""
    found = notes.str.extract(rf"^({'|'.join(STATUSES)})\b")[0]
    return coded(found, STATUSES, where="twinnings.note").fillna("active")


def _doubts(table: pd.DataFrame) -> pd.Series:
    masks = {code: table["note"].str.contains(pattern, regex=True) for code, pattern in DOUBTS.items()}
    return flags({**masks, "position_unknown": table["lon"].isna()})
