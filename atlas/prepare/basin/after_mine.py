"""Recipe of the sites that the State watches after mining, by site and commune."""

from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd

from atlas.prepare.basin.communes import official_communes
from atlas.prepare.basin.heritage import MBM
from atlas.prepare.clean import coded, points, slug, slugs
from atlas.prepare.raw import Raw

TABLE = "after-mine/installations_dpsm_2014.csv"
HEAPS = "nord-pas-de-calais/terrils_master.csv"
COMMUNES = (MBM + "communes-mbm.geojson", "nord-pas-de-calais/communes/communes_bassin_250.geojson")

BASINS = MappingProxyType(
    {
        "Nord": "north",
        "Est": "east",
        "Est Potassique": "east_potash",
        "Sud": "south",
        "Centre-Ouest": "centre_west",
    }
)
NATURES = MappingProxyType(
    {
        "Piézomètres": "piezometer",
        "Prélèvements d'eaux de surface": "surface_water_point",
        "Confinement": "confinement",
        "Events": "gas_vent",
        "Forage de dépollution": "clean_up_well",
        "Stations de captage et de compression de gaz de mine": "mine_gas_station",
        "Stations de traitement des eaux": "water_treatment",
        "Emergences minières": "mine_water_outflow",
        "Réseaux de nivellement": "levelling_network",
        "Canalisations": "pipeline",
        "Amas de résidus": "residue_heap",
        "Amas de minerai ou de résidus": "ore_or_residue_heap",
        "Dépôt de résidus": "residue_deposit",
        "Zones au sol pollué": "polluted_ground",
    }
)
# Two communes are named Flers: this one is beside Douai, where the other installations of the site are.
RENAMED = {"Evin-Malmaison": "Évin-Malmaison", "Flers": "Flers-en-Escrebieux"}
# Sites that bear the number of a slag heap.
SITE_HEAPS = MappingProxyType(
    {
        "Terril 113": "T113",
        "Terril 205 Cokerie de Drocourt": "T205",
        "Terril 74A de Loos-en-Gohelle": "T74A",
    }
)
# Names of installations that look like shortened house addresses are not passed on.
_ADDRESS = r"(?i)-rue-"
# Sites of one commune stand around its point, so far from it that none hides another.
APART_M = 350
_METRES = "EPSG:2154"


def after_mine_sites(raw: Raw) -> gpd.GeoDataFrame:
    """Return one row a basin, site and commune, with the number of its installations by nature."""
    table = _installations(raw)
    key = ["basin", "site", "commune"]
    numbered = table.assign(place=table.groupby(key, dropna=False).ngroup())
    of_place = numbered.groupby("place")
    rows = of_place[[*key, "printed"]].first()
    counts = pd.crosstab(numbered["place"], numbered["nature"])
    watched = {code: counts[code].reindex(rows.index, fill_value=0) for code in NATURES.values()}
    concession = of_place["concession"].agg(_listed)
    main = {
        "piezometers": watched["piezometer"],
        "surface_water_points": watched["surface_water_point"],
        "confinements": watched["confinement"],
    }
    number = of_place.size()
    rows = rows.assign(heap=rows["printed"].map(dict(SITE_HEAPS)))
    placed = _placed(raw, rows)
    return gpd.GeoDataFrame(
        {
            "id": slugs(rows["basin"] + " " + rows["site"].fillna("") + " " + rows["commune"]),
            "name": _names(rows),
            "site": rows["site"],
            "commune": rows["commune"],
            "commune_printed": of_place["commune_printed"].agg(_listed),
            "concession": concession,
            "basin": rows["basin"],
            "installations": number,
            "natures": [_listed(NATURES[n] for n in NATURES if watched[NATURES[n]][place]) for place in rows.index],
            "kind": _kind(watched),
            **main,
            "other_installations": number - sum(main.values()),
            "installation_names": of_place["name"].agg(_listed),
            "heap": rows["heap"].map(slug, na_action="ignore"),
            "precision": placed["precision"],
        },
        geometry=placed.geometry,
        crs="EPSG:4326",
    ).sort_values("id", ignore_index=True)


def _installations(raw: Raw) -> pd.DataFrame:
    """Return one row an installation, coded."""
    table = raw.table(TABLE)
    basin = coded(table["bassin"], BASINS, where=TABLE)
    # The official spelling of the basin's communes; elsewhere the order's own.
    here = basin == "north"
    printed = table["commune"]
    commune = printed.mask(here, official_communes(printed[here].replace(RENAMED)))
    return pd.DataFrame(
        {
            "basin": basin,
            "nature": coded(table["nature"], NATURES, where=TABLE),
            "site": table["site"],
            "printed": table["site"],
            "commune": commune,
            "commune_printed": printed,
            "concession": table["concession"],
            "name": table["installation"].mask(table["installation"].str.contains(_ADDRESS), None),
        }
    )


def _listed(values: "pd.Series[str]") -> str | None:
    """Join different values by ``; ``, in the order of the source; None where all are blank."""
    return "; ".join(dict.fromkeys(value for value in values if isinstance(value, str))) or None


def _names(rows: pd.DataFrame) -> pd.Series:
    """Return the name of the site, followed by the commune where it does not name it; the commune without a site."""
    named = [
        site if isinstance(site, str) and slug(commune) in slug(site) else None
        for site, commune in zip(rows["site"], rows["commune"], strict=True)
    ]
    both = (rows["site"] + ", " + rows["commune"]).fillna(rows["commune"])
    return pd.Series(named, index=rows.index, dtype="object").fillna(both)


def _kind(watched: dict[str, pd.Series]) -> np.ndarray:
    """Return what is watched at a site: a confinement, surface water too, wells alone, or something else."""
    wells = watched["piezometer"] > 0
    others = sum(watched.values()) - sum(watched[n] for n in ("piezometer", "surface_water_point", "confinement"))
    return np.select(
        [watched["confinement"] > 0, others > 0, wells & (watched["surface_water_point"] > 0), wells],
        ["confinement", "other", "wells_and_surface_water", "wells"],
        "surface_water",
    )


def _placed(raw: Raw, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a point and its precision for each row: on the heap, around the point of the commune, or none.

    A site that bears the number of a heap stands on it in the commune of the heap alone: its other installations are
    in the neighbouring communes.
    """
    heaps = raw.table(HEAPS).set_index("numero_aff")
    ground = pd.concat([raw.geometries(name)[["nom", "geometry"]] for name in COMMUNES])
    outlines = gpd.GeoSeries(ground.drop_duplicates("nom").set_index("nom").geometry)
    of_heap = heaps.reindex(rows["heap"]).set_index(rows.index)
    on_heap = rows["heap"].notna() & (official_communes(of_heap["commune"]) == rows["commune"])
    here = (rows["basin"] == "north") & ~on_heap
    point = outlines.to_crs(_METRES).representative_point().reindex(rows["commune"]).set_axis(rows.index)
    shared = rows[here].groupby("commune")
    # One site alone stands at the point of its commune.
    place, number = shared.cumcount(), shared["commune"].transform("size")
    angle = 2 * np.pi * place / number
    away = np.where(number > 1, APART_M, 0)
    x = (point[here].x + away * np.sin(angle)).reindex(rows.index)
    y = (point[here].y + away * np.cos(angle)).reindex(rows.index)
    around = gpd.GeoSeries(gpd.points_from_xy(x, y), index=rows.index, crs=_METRES).to_crs("EPSG:4326")
    around = gpd.GeoSeries(gpd.points_from_xy(around.x.round(6), around.y.round(6)), index=rows.index, crs="EPSG:4326")
    known = points(of_heap["lon"], of_heap["lat"])
    geometry = around.where(here, None).where(~on_heap, known)
    precision = pd.Series("none", index=rows.index).mask(here, "commune").mask(on_heap, "heap")
    return gpd.GeoDataFrame({"precision": precision}, geometry=geometry, crs="EPSG:4326")
