"""Check the whole network: its records, the layers compiled from them, its positions."""

from typing import TYPE_CHECKING

from atlas.errors import AtlasError, LayerDataError
from atlas.io.check import Problem
from atlas.prepare.amend import is_stale
from atlas.prepare.check_records import check_records, outside_country
from atlas.prepare.records import FOLDER, Records

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas

# The layers made from the records, and those that they refer to.
NETWORK = (
    *("projects", "partnerships", "partner_cities", "municipal_partners", "twinnings", "transition_sites"),
    *("practices", "exchange_aims", "cooperation_themes", "cooperation_documents", "basemap"),
)
PLACED = ("partner_cities", "municipal_partners")


def check_network(atlas: "Atlas", records: Records) -> list[Problem]:
    """Return every problem of the network; an atlas without one, or with a damaged layer, is passed over here.

    Parameters
    ----------
    atlas
        Declarations and rows.
    records
        The folder of records of the same atlas.
    """
    if not records.folder.is_dir() or not _readable(atlas):
        return []
    problems = check_records(atlas, records)
    if not problems and (stale := is_stale(atlas, records)):
        problems.append(LayerDataError("records_newer", path=f"layers/{FOLDER}", layers=", ".join(stale)))
    for layer_id in PLACED:
        layer = atlas.catalog[layer_id]
        if outside := ", ".join(map(str, outside_country(atlas.frames[layer_id], atlas.frames["basemap"]))):
            path = f"layers/{layer.theme}/{layer_id}.parquet"
            problems.append(LayerDataError("position_outside", path=path, key="geometry", values=outside))
    return [Problem(str(error.named["path"]), str(error.named.get("key", "")), str(error)) for error in problems]


def _readable(atlas: "Atlas") -> bool:
    try:
        return all(layer in atlas.catalog and atlas.frames[layer] is not None for layer in NETWORK)
    except AtlasError:
        return False
