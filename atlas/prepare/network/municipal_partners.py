"""Recipe of the towns and bodies that other public pages name behind four networks of the cooperation documents."""

import geopandas as gpd
import pandas as pd

from atlas.prepare.clean import points, year
from atlas.prepare.network.cooperation import cooperation_table, flags, position_licences, precision_codes
from atlas.prepare.network.ties import SEMINAR, place_ties
from atlas.prepare.raw import Raw

# What the notes of the source say of a row, where no other column does.
DOUBTS = {
    "dates_differ": "dates differ",
    "point_of_a_larger_town": "the point is",
    "seat_not_read": "not in the text read",
    "spelling_differs": "spell it",
    "country_not_in_documents": "not among the countries",
}


def municipal_partners(raw: Raw) -> gpd.GeoDataFrame:
    """Return the bodies and towns behind four European networks, and the places of their seminars."""
    table = cooperation_table(raw, "municipal_partners")
    names = cooperation_table(raw, "projects").set_index("project_id")["name"]
    seminar = table["partner"].str.startswith(SEMINAR)
    frame = pd.DataFrame(
        {
            "id": table["partner_id"].str.lower(),
            "partner": table["partner"].str.removeprefix(SEMINAR),
            "role": seminar.map({True: "seminar_place", False: "partner"}),
            "project": table["project_id"].str.lower(),
            "project_name": table["project_id"].map(names),
            "city": table["partner_city"],
            "country": table["iso3"],
            "place": table["partner_id"].map(place_ties(raw)["place"]),
            "year": year(table["year"]),
            "end_year": year(table["note"].str.extract(r"^programme .* – .*?(\d{4}) \(up2europe\)")[0]),
            "precision": precision_codes(table["precision"]),
            "doubt": flags({code: table["note"].str.contains(text, regex=False) for code, text in DOUBTS.items()}),
            "source_title": table["source_title"],
            "source_url": table["source_url"],
            "licence": position_licences(table["coord_source"]),
        }
    )
    return gpd.GeoDataFrame(frame, geometry=points(table["lon"], table["lat"]), crs="EPSG:4326")
