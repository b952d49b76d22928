"""Which place each row of the extracts leads to, from three tables: partnerships, municipal partners, twinnings."""

import pandas as pd

from atlas.prepare.clean import coded, slugs
from atlas.prepare.network.cooperation import cooperation_table, position_licences, precision_codes
from atlas.prepare.raw import Raw

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


def place_ties(raw: Raw) -> pd.DataFrame:
    """Return every row that leads to a place, indexed by its number in the source: ``E001``, ``MP001``, ``TW001``.

    ``place`` is the id of the place in `partner_cities`; the other columns say what and where that place is.
    """
    ties = pd.concat([_partnerships(raw), _municipal_partners(raw), _twinnings(raw)])
    geonames = ties["coord_source"].str.extract(r"^GeoNames\b.*?\bid (\d+)")[0]
    key = ("geonames " + geonames).fillna(ties["geo_key"]).fillna(ties["name"] + " " + ties["iso3"])
    names = ties.groupby(key)[["name", "iso3"]].first()
    ids = slugs(names["name"] + " " + names["iso3"])
    return ties.assign(
        place=key.map(ids),
        precision=precision_codes(ties["precision"]),
        position_licence=position_licences(ties["coord_source"]),
    )


def _partnerships(raw: Raw) -> pd.DataFrame:
    table = cooperation_table(raw, "partnerships").set_index("edge_id")
    table = table[table["geo_key"].notna()]
    return table.assign(**_place_names(raw, table), kind=_place_kinds(table))


def _place_kinds(table: pd.DataFrame) -> pd.Series:
    kinds = coded(table["geo_key"].str.split(":").str[0], PLACE_KINDS, where="partnerships.geo_key")
    return kinds.mask(table["precision"] == "region centroid (box)", "region")


def _place_names(raw: Raw, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the name of each place as it is officially spelt in Latin letters, and the other names the sources use."""
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
    table = cooperation_table(raw, "municipal_partners").set_index("partner_id")
    # The places of seminars are not partners.
    table = table[table["partner_city"].notna() & ~table["partner"].str.startswith(SEMINAR)]
    return table.rename(columns={"partner_city": "name"}).assign(other_names=None, kind="city", geo_key=None)


def _twinnings(raw: Raw) -> pd.DataFrame:
    table = cooperation_table(raw, "twinnings").set_index("twinning_id")
    return table.rename(columns={"partner_city": "name"}).assign(other_names=None, kind="city", geo_key=None)
