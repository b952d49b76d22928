"""Recipe of the former mine shafts."""

import re
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from atlas.prepare.basin.communes import official_communes
from atlas.prepare.basin.heritage import MBM
from atlas.prepare.clean import number, slugs
from atlas.prepare.raw import Raw

# Last extraction in the basin: Oignies, 21 December 1990.
LAST_EXTRACTION = 1990

# Short and former names, and hamlets; each was compared with the commune in which the shafts lie.
COMMUNES = MappingProxyType(
    {
        "Aubry": "Aubry-du-Hainaut",
        "Bouvigny-Boyeffles - hameau de Marqueffles": "Bouvigny-Boyeffles",
        "Boyeffles": "Bouvigny-Boyeffles",
        "Bruay": "Bruay-la-Buissière",
        "Cauchy": "Cauchy-à-la-Tour",
        "Courcelles": "Courcelles-lès-Lens",
        "Douai-Dorignies": "Douai",
        "Douai-Frais-Marais": "Douai",
        "Douchy": "Douchy-les-Mines",
        "Escaupont": "Escautpont",
        "Hersin-Coupigny - Hameau de Bracquencourt": "Hersin-Coupigny",
        "Marles": "Marles-les-Mines",
        "Méricourt-sous-Lens": "Méricourt",
        "Rouvroy-sous-Lens": "Rouvroy",
        "Thivencelles": "Thivencelle",
        "Vendin": "Vendin-lès-Béthune",
    }
)

# Slips of the pen and of the shift key. Names that a company bore one after the other stay apart.
COMPANIES = MappingProxyType(
    {
        "Compagne de Vicoigne-Nœux": "Compagnie de Vicoigne-Nœux",
        "Compagnies des mines de houille de Courrières": "Compagnie des mines de houille de Courrières",
        "Société Houillère de Liévin": "Société houillère de Liévin",
        "Société Houillère de Vendin-lez-Béthune": "Société houillère de Vendin-lez-Béthune",
        "Société d'Etrœngt": "Société d'Étrœungt",
        "groupe d'Oignies": "Groupe d'Oignies",
        "groupe de Béthune": "Groupe de Béthune",
        "groupe de Lens": "Groupe de Lens",
        "groupe de Lens-Liévin": "Groupe de Lens-Liévin",
        "société de Camblain-Chatelain": "Société de Camblain-Châtelain",
    }
)
CONCESSIONS = MappingProxyType(
    {
        "Auchy au Bois": "Auchy-au-Bois",
        "Compagnie Salmon dite d'Équerchin": "Compagnie Salmon dite d'Esquerchin",
        "Fesnes": "Fresnes",
        "Mines de Courrière": "Mines de Courrières",
        "Raisme": "Raismes",
        "Saint Saulve": "Saint-Saulve",
        "Veiux-Condé": "Vieux-Condé",
    }
)
SHAFTS = MappingProxyType({"Avaleresse": "avaleresse", "Nord": "nord", "Sud": "sud", "aveleresse": "avaleresse"})
PITS = MappingProxyType({"2 de bruille": "2 de Bruille"})

# Some links end without a number, one with the name of a pit.
_SHEET = r"\?id=BSS\w+$"
_OWN_WORD = re.compile(r"\b(fosses?|avaleresse|fendue|puits|machine)\b", re.IGNORECASE)


def mine_shafts(raw: Raw) -> gpd.GeoDataFrame:
    """Former mine shafts, with the years between which they existed."""
    shafts = raw.geometries(MBM + "puits-de-mines.geojson")
    shafts = shafts.assign(x=shafts.geometry.x, y=shafts.geometry.y).sort_values(["x", "y"], ignore_index=True)
    commune = official_communes(shafts["commune"].replace(dict(COMMUNES)))
    pit, shaft = shafts["fosse"].replace(dict(PITS)), _shaft(shafts["puits"])
    closed = _year(shafts["fermeture"])
    return gpd.GeoDataFrame(
        {
            "id": slugs(commune + " " + pit.fillna("") + " " + shaft),
            "name": _labels(pit, shaft),
            "commune": commune,
            "company": shafts["compagnie"].replace(dict(COMPANIES)).where(shafts["compagnie"] != "Compagnie Inconnue"),
            "concession": shafts["concession"].replace(dict(CONCESSIONS)),
            "pit": pit,
            "pit_alias": shafts["fosse_alias"],
            "shaft": shaft,
            "elevation_m": _unless_zero(shafts["cote"]),
            "sunk_year": _year(shafts["creusement"]),
            "sunk_text": shafts["creusement"],
            "closed_text": shafts["fermeture"],
            "closed_year": closed,
            "closed_after_last_extraction": (closed > LAST_EXTRACTION).astype("boolean").where(closed.notna()),
            "depth_m": _unless_zero(shafts["profondeur"]),
            "brgm_url": shafts["brgm"].where(shafts["brgm"].str.contains(_SHEET, na=False)),
        },
        geometry=shafts.geometry,
        crs=shafts.crs,
    )


def _year(column: pd.Series) -> pd.Series:
    """Return the years, missing where blank or ``nc`` (not known); any other text is an error."""
    return number(column.where(column != "nc")).astype("Int64")


def _unless_zero(column: pd.Series) -> pd.Series:
    """Return the numbers, missing where the source writes 0 for what it does not know."""
    return column.astype("float64").where(column != 0)


def _shaft(column: pd.Series) -> pd.Series:
    """Write ``2bis`` as the other rows do: ``2 bis``."""
    return column.replace(dict(SHAFTS)).str.replace(r"(?<=\d)(?=bis|ter)", " ", regex=True)


def _labels(pit: pd.Series, shaft: pd.Series) -> list[str]:
    """Compose the name of each shaft from its pit and its own name."""
    return [_label(*pair) for pair in zip(pit.astype("object").where(pit.notna(), None), shaft, strict=True)]


def _label(pit: str | None, shaft: str) -> str:
    """Return ``Fosse 4 – puits 4 bis``, ``Fosse Dumas`` (its shaft bears the same name), ``Avaleresse``."""
    own = {"extraction": "puits d'extraction", "épuisement": "puits d'épuisement"}.get(shaft)
    own = own or (shaft if _OWN_WORD.search(shaft) else f"puits {shaft}")
    if pit is None:
        return own[:1].upper() + own[1:]
    head = pit[:1].upper() + pit[1:] if _OWN_WORD.search(pit) else f"Fosse {pit}"
    return head if shaft == pit and not pit[0].isdigit() else f"{head} – {own}"
