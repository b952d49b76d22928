"""Every tie of the basin that leads to a place, from three tables: partnerships, municipal partners, twinnings."""

import pandas as pd

from atlas.prepare.clean import coded, joined, slugs, year
from atlas.prepare.cooperation import FACTS, cooperation_table, position_licences, precision_codes
from atlas.prepare.raw import Raw

TWINNING_LICENCES = {"CC-BY-SA-4.0": "CC-BY-SA-4.0", "CC0-1.0": "CC0-1.0", "facts": FACTS}

# The source writes in its notes what is not an ordinary twinning of today.
STATUSES = {"HISTORICAL": "historical", "ANNOUNCED": "announced", "LETTER OF INTENT": "letter_of_intent"}

COUNTRIES = {
    "Austria": "Autriche",
    "Belgium": "Belgique",
    "Brazil": "Brésil",
    "Bulgaria": "Bulgarie",
    "Cameroon": "Cameroun",
    "China": "Chine",
    "Czechia": "Tchéquie",
    "Denmark": "Danemark",
    "Finland": "Finlande",
    "Germany": "Allemagne",
    "Greece": "Grèce",
    "Hungary": "Hongrie",
    "Ireland": "Irlande",
    "Italy": "Italie",
    "Latvia": "Lettonie",
    "Morocco": "Maroc",
    "Netherlands": "Pays-Bas",
    "Poland": "Pologne",
    "Portugal": "Portugal",
    "Romania": "Roumanie",
    "Russia": "Russie",
    "Slovakia": "Slovaquie",
    "Slovenia": "Slovénie",
    "Spain": "Espagne",
    "Sweden": "Suède",
    "United Kingdom": "Royaume-Uni",
}

PLACE_KINDS = {
    "city": "city",
    "iso": "country",
    "ne": "region",
    "neset": "region",
    "nuts": "region",
    "nutsset": "region",
    "site": "site",
    "unesco": "site",
}

SEMINAR = "seminar place: "
NOT_LATIN = r"[^\u0000-\u024f’]"


def twinning_status(notes: pd.Series) -> pd.Series:
    """Give the status that each note begins with; ``active`` where nothing says otherwise."""
    found = notes.str.extract(rf"^({'|'.join(STATUSES)})\b")[0]
    return coded(found, STATUSES, where="twinnings.note").fillna("active")


def place_ties(raw: Raw) -> pd.DataFrame:
    """Give every tie that leads to a place, indexed by its number in the source: ``E001``, ``MP001``, ``TW001``.

    ``place`` is the id of the place in `partner_cities`. ``counted`` is False where a network of communes repeats a
    partnership of the same project at the same place.
    """
    ties = pd.concat([_partnerships(raw), _municipal_partners(raw), _twinnings(raw)])
    geonames = ties["coord_source"].str.extract(r"^GeoNames\b.*?\bid (\d+)")[0]
    key = ("geonames " + geonames).fillna(ties["geo_key"]).fillna(ties["name"] + " " + ties["iso3"])
    names = ties.groupby(key)[["name", "iso3"]].first()
    ids = slugs(names["name"] + " " + names["iso3"])
    repeated = pd.DataFrame({"key": key, "project": ties["project"]}).duplicated() & ties["project"].notna()
    return ties.assign(
        place=key.map(ids),
        counted=~(repeated & (ties["tie_kind"] == "municipal_partner")),
        precision=precision_codes(ties["precision"]),
        licences=joined(ties["licence"], position_licences(ties["coord_source"])),
        start=year(ties["start"]),
        end=year(ties["end"]),
    )


def _partnerships(raw: Raw) -> pd.DataFrame:
    table = cooperation_table(raw, "partnerships").set_index("edge_id")
    table = table[table["geo_key"].notna()]
    names = _place_names(raw, table)
    return table.assign(
        **names,
        kind=_place_kinds(table),
        project=table["project_id"],
        commune=None,
        tie_kind="project",
        licence=None,
    )


def _place_kinds(table: pd.DataFrame) -> pd.Series:
    kinds = coded(table["geo_key"].str.split(":").str[0], PLACE_KINDS, where="partnerships.geo_key")
    return kinds.mask(table["precision"] == "region centroid (box)", "region")


def _place_names(raw: Raw, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the name of each place as it is officially spelt in Latin letters, and the other names the sources use."""
    kinds = _place_kinds(table)
    regions = cooperation_table(raw, "territories").drop_duplicates(["lon", "lat"]).set_index(["lon", "lat"])
    sites = cooperation_table(raw, "sites").drop_duplicates("geo_key").set_index("geo_key")["name"]
    here = regions.reindex(pd.MultiIndex.from_frame(table[["lon", "lat"]])).set_index(table.index)
    local, read = here["name_local"], here["name_in_document"].str.replace(r"\s*\(.*\)", "", regex=True)
    foreign = local.str.contains(NOT_LATIN, regex=True, na=False)
    countries = coded(table["country"].where(kinds == "country"), COUNTRIES, where="partnerships.country")
    in_key = table["geo_key"].str.split(":").str[1]
    names = countries.fillna(table["geo_key"].map(sites).where(kinds == "site"))
    names = names.fillna(local.mask(foreign, read).where(kinds == "region")).fillna(in_key)
    others = read.mask(foreign, local).str.replace(" / ", "; ").where(kinds == "region")
    others = others.fillna(table["country"].where(kinds == "country"))
    others = others.fillna(table["partner"].where((kinds == "city") & (table["partner_type"] == "city")))
    return {"name": names, "other_names": others.mask(others == names, None)}


def _municipal_partners(raw: Raw) -> pd.DataFrame:
    """Give the bodies and towns behind the networks; the places of their seminars are not partners."""
    table = cooperation_table(raw, "municipal_partners").set_index("partner_id")
    table = table[table["partner_city"].notna() & ~table["partner"].str.startswith(SEMINAR)]
    return table.rename(columns={"partner_city": "name", "project_id": "project", "year": "start"}).assign(
        other_names=None, kind="city", commune=None, tie_kind="municipal_partner", licence=None, end=None, geo_key=None
    )


def _twinnings(raw: Raw) -> pd.DataFrame:
    table = cooperation_table(raw, "twinnings").set_index("twinning_id")
    return table.rename(columns={"partner_city": "name", "year": "start"}).assign(
        other_names=None,
        kind="city",
        project=None,
        tie_kind="twinning_" + twinning_status(table["note"]),
        licence=coded(table["licence"], TWINNING_LICENCES, where="twinnings.licence"),
        end=None,
        geo_key=None,
    )
