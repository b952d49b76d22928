"""Recipes of the ecology theme."""

import geopandas as gpd
import pandas as pd

from atlas.analysis.spatial.measure import areas_m2, lengths_m
from atlas.prepare.basin.communes import official_communes
from atlas.prepare.clean import coded, joined, number, slugs, valid
from atlas.prepare.raw import Raw

MBM = "nord-pas-de-calais/mission-bassin-minier/"
NETWORK = "nord-pas-de-calais/trame-verte-et-bleue/"
WATERWAYS = NETWORK + "voies_eau_bassin.geojson"

# The licence of a waterway follows from who drew it.
WATERWAY_LICENCES = {
    "OSM (ODbL) via github:EnzoCem/french-canals-map": "ODbL-1.0",
    "PNR Scarpe-Escaut / BD TOPO via github:AKHPNRSE": "etalab-2.0",
}

RAILWAY_COLUMNS = (
    "id",
    "name",
    "section",
    "element",
    "situation",
    "questioned",
    "communes",
    "length_km",
    "length_km_producer",
    "area_ha",
)
AREA_COLUMNS = ("id", "name", "kind", "code", "decree_date", "area_ha", "area_ha_producer", "licence")


def neonatural_spaces(raw: Raw) -> gpd.GeoDataFrame:
    """Return the subsidence ponds and parks: the inscribed ones and those of the buffer zone."""
    inscribed = raw.geometries(MBM + "espace-neonaturel.geojson").assign(situation="property")
    buffer = raw.geometries(MBM + "zt-espaces-neonaturels.geojson").assign(situation="buffer")
    both = valid(pd.concat([inscribed, buffer], ignore_index=True))
    return gpd.GeoDataFrame(
        {
            "id": slugs(both["nom"]),
            "name": both["nom"],
            "situation": both["situation"],
            "inscribed": both["situation"] == "property",
            "element": both["id_unesco"],
            "communes": _communes(both),
            "area_ha": areas_m2(both.geometry) / 1e4,
        },
        geometry=both.geometry,
        crs=both.crs,
    )


def green_corridors(raw: Raw) -> gpd.GeoDataFrame:
    """Return the former mine railways: the inscribed ones as areas, those listed for the buffer zone as lines."""
    rows = [_inscribed_railways(raw), _buffer_railways(raw)]
    railways = gpd.GeoDataFrame(pd.concat(rows, ignore_index=True), crs=rows[0].crs)
    is_line = railways.geometry.geom_type.isin(["LineString", "MultiLineString"])
    railways = railways.assign(
        communes=_communes(railways),
        length_km=(lengths_m(railways.geometry) / 1e3).where(is_line),
        area_ha=(areas_m2(railways.geometry) / 1e4).where(~is_line),
    )
    return railways[[*RAILWAY_COLUMNS, "geometry"]]


def _inscribed_railways(raw: Raw) -> gpd.GeoDataFrame:
    """Return the areas; the producer gives them no name, so the number of the element stands in."""
    areas = valid(raw.geometries(MBM + "cavaliers.geojson"))
    element = areas["id_unesco"]
    return areas.assign(
        id="element_" + element.str.lower(),
        name="Cavalier " + element,
        element=element,
        section=None,
        situation="property",
        questioned=False,
        length_km_producer=number(areas["longueur_m"]) / 1e3,
    )


def _buffer_railways(raw: Raw) -> gpd.GeoDataFrame:
    """Return the lines; a row without number, name and geometry is nothing and is dropped."""
    lines = raw.geometries(MBM + "zt-cavaliers.geojson")
    lines = valid(lines[lines["id_troncon"].notna() | lines.geometry.notna()])
    return lines.assign(
        id="section_" + lines["id_troncon"].str.lower(),
        name=lines["nom"].str.removeprefix("?").str.strip(),
        element=None,
        section=lines["id_troncon"],
        situation="buffer",
        questioned=lines["nom"].str.startswith("?"),
        length_km_producer=float("nan"),
    )


def blue_corridors(raw: Raw) -> gpd.GeoDataFrame:
    """Return the rivers and canals of the basin and its surroundings, one row a reach as the source cuts them."""
    reaches = raw.geometries(WATERWAYS)
    # A line of two equal points has no length and no place on a map: the row stays, without geometry.
    drawn = reaches.geometry.where(lengths_m(reaches.geometry) > 0, None)
    reaches = valid(reaches.set_geometry(drawn))
    reaches = reaches.assign(**reaches.geometry.bounds).sort_values(
        ["nom", "minx", "miny", "maxx", "maxy", "km"], ignore_index=True
    )
    return gpd.GeoDataFrame(
        {
            "id": slugs(reaches["nom"]),
            "name": reaches["nom"],
            "source_name": reaches["nom_source"].where(reaches["nom_source"] != reaches["nom"]),
            "renamed": reaches["renomme"],
            "length_km": lengths_m(reaches.geometry) / 1e3,
            "length_km_producer": number(reaches["km"]).where(reaches.geometry.notna()),
            "licence": coded(reaches["source"], WATERWAY_LICENCES, where=WATERWAYS),
        },
        geometry=reaches.geometry,
        crs=reaches.crs,
    )


def protected_areas(raw: Raw) -> gpd.GeoDataFrame:
    """Return the two Natura 2000 sites and the regional nature park that touch the east of the basin."""
    sites = raw.geometries(NETWORK + "natura2000_zsc_506_507.geojson")
    park = raw.geometries(NETWORK + "pnr_scarpe_escaut.geojson")
    sites = sites.assign(
        id=sites["SITECODE"].str.lower(),
        name=sites["SITENAME"],
        kind="natura_2000",
        code=sites["SITECODE"],
        decree_date=None,
        area_ha_producer=number(sites["surface_ha"]),
        licence="etalab-2.0",
    )
    park = park.assign(
        id="pnr_scarpe_escaut",
        name="Parc naturel régional Scarpe-Escaut",
        kind="regional_nature_park",
        code=None,
        decree_date=_iso_dates(park["CREE_LE"]),
        area_ha_producer=number(park["SURF_ha"]),
        licence="LicenseRef-facts",
    )
    both = valid(gpd.GeoDataFrame(pd.concat([sites, park], ignore_index=True), crs=sites.crs))
    return both.assign(area_ha=areas_m2(both.geometry) / 1e4)[[*AREA_COLUMNS, "geometry"]]


def _iso_dates(column: pd.Series) -> pd.Series:
    """Return the first ``dd/mm/yyyy`` of each text as ``yyyy-mm-dd``."""
    found = column.str.extract(r"(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{4})")
    return found["year"] + "-" + found["month"] + "-" + found["day"]


def _communes(rows: gpd.GeoDataFrame) -> pd.Series:
    """Join the numbered columns of communes."""
    columns = [rows[column] for column in sorted(rows.columns) if column.startswith("commune_")]
    return official_communes(joined(*columns))
