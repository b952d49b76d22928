"""Recipe of the mining estates: three layers of the producer joined."""

from collections.abc import Hashable
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from atlas.analysis.spatial.measure import EQUAL_AREA, areas_m2
from atlas.prepare.basin.communes import official_communes
from atlas.prepare.basin.heritage import ESTATE_TYPES, MBM
from atlas.prepare.basin.owners import companies, owners
from atlas.prepare.clean import coded, joined, slug, valid
from atlas.prepare.raw import Raw

INTERESTS = MappingProxyType({"Exceptionnelle": "exceptional", "Remarquable": "remarkable", "Témoin": "witness"})

# How the layer of the buffer zone marks the outer part of an estate that the limit of the property cuts.
_PART = r"\s*\(partie en zone-tampon\)"
# An inscribed outline lies within the whole estate when all but a fringe of it does; the shares met are 0.98 and more.
_WITHIN = 0.95


def mining_estates(raw: Raw) -> gpd.GeoDataFrame:
    """Estates of the property, of the buffer zone and of the renewal programme, each outline once."""
    programme = valid(raw.geometries(MBM + "cites-erbm.geojson"))
    rows = _joined(
        valid(raw.geometries(MBM + "cites-minieres.geojson")),
        valid(raw.geometries(MBM + "zt-cites-minieres.geojson")),
        programme,
    )
    ids = ("e" + rows["id_unesco"].str.lower()).fillna("lsm_" + rows["id_lsm"].astype("str"))
    return gpd.GeoDataFrame(
        {
            "id": ids,
            "name": rows["nom"].str.replace(_PART, "", regex=True),
            "other_name": rows["nom_2"],
            "communes": official_communes(joined(*(rows[f"commune_{i}"] for i in (1, 2, 3)))),
            "type": coded(rows["type"], ESTATE_TYPES, where="mining_estates.type"),
            "company": companies(rows["compagnie"]),
            "interest": coded(rows["interet"], INTERESTS, where="mining_estates.interest"),
            "owner": owners(rows["proprietaire"], where="mining_estates.owner"),
            "situation": rows["situation"],
            "renewal_programme": rows["id_lsm"].isin(programme["id_lsm"]).fillna(value=False),
            "listed_monument": rows["inscrit_mh"].map({"oui": True, "non": False}),
            "element": rows["id_unesco"],
            "lsm": rows["id_lsm"],
            "other_part": _other_part(ids, rows["id_lsm"]),
            "area_ha": areas_m2(rows.geometry) / 1e4,
        },
        geometry=rows.geometry,
        crs=rows.crs,
    )


def _joined(estates: gpd.GeoDataFrame, buffer: gpd.GeoDataFrame, programme: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return each outline once: the inscribed ones, those of the buffer zone, then those that neither holds."""
    listed = estates[estates["id_unesco"].isna()]
    wholes = pd.concat([listed, programme], ignore_index=True).astype({"id_lsm": "Int64"}).drop_duplicates("id_lsm")
    inscribed = _numbered(estates[estates["id_unesco"].notna()], wholes, buffer)
    met = pd.concat([inscribed["id_lsm"], buffer["id_lsm"]])
    rows = pd.concat(
        [
            inscribed.assign(situation="property"),
            buffer.assign(situation="buffer"),
            wholes[~wholes["id_lsm"].isin(met)].assign(situation="other"),
        ],
        ignore_index=True,
    ).astype({"id_lsm": "Int64"})
    # Only a row that draws the whole estate may speak for its parts.
    facts = wholes.set_index("id_lsm")[["nom_2", "proprietaire"]]
    for column in facts:
        rows[column] = rows[column].fillna(rows["id_lsm"].map(facts[column]))
    return rows


def _numbered(inscribed: gpd.GeoDataFrame, wholes: gpd.GeoDataFrame, buffer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the inscribed rows their estate numbers: by outline, else by the name of the part in the buffer zone.

    The copy of the file gives some, joined by name alone; homonyms make that unsafe, so they are found anew.
    """
    parts = buffer[buffer["nom"].str.contains(_PART)]
    by_name = dict(zip(_names(parts), parts["id_lsm"], strict=True))
    named = {row: by_name[name] for row, name in _names(inscribed).items() if name in by_name}
    numbers = pd.Series(named | _containing(inscribed, wholes), dtype="Int64")
    return inscribed.assign(id_lsm=numbers.reindex(inscribed.index))


def _containing(inscribed: gpd.GeoDataFrame, wholes: gpd.GeoDataFrame) -> dict[Hashable, int]:
    """Give, by row of `inscribed`, the number of the whole estate in which its outline lies."""
    wholes = wholes.to_crs(EQUAL_AREA)
    found: dict[Hashable, int] = {}
    for row, outline in inscribed.geometry.to_crs(EQUAL_AREA).items():
        near = wholes.iloc[wholes.sindex.query(outline, predicate="intersects")]
        within = near[near.intersection(outline).area >= _WITHIN * outline.area]
        if len(within):
            found[row] = within["id_lsm"].iloc[0]
    return found


def _names(rows: gpd.GeoDataFrame) -> pd.Series:
    """Return commune and name of each estate as one plain key, without what stands in brackets."""
    plain = rows["nom"].str.replace(r"\(.*", "", regex=True)
    return (rows["commune_1"] + " " + plain).map(slug)


def _other_part(ids: pd.Series, numbers: pd.Series) -> pd.Series:
    """Return the id of the other row of the same estate where the limit of the property cuts it in two."""
    groups = ids.groupby(numbers)
    first, last = groups.transform("first"), groups.transform("last")
    other = last.where(ids == first, first)
    return other.where(numbers.notna() & (other != ids), None)
