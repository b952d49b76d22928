"""Recompile the layers of the network from their records alone: what `python -m atlas records` does."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import tomlkit

from atlas.analysis.countries import country_name
from atlas.errors import LayerDataError
from atlas.i18n import LANGUAGES
from atlas.io.frames import CRS, conform
from atlas.io.write import write_layer_file
from atlas.prepare.network.knowledge import tell_aims, tell_documents, tell_practices, tell_themes
from atlas.prepare.network.partner_places import OWN, add_places, tell_places
from atlas.prepare.network.partnerships import SEAT, tell_partnerships
from atlas.prepare.network.projects import several, tell_projects
from atlas.prepare.records import Records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas

    Frames = Mapping[str, gpd.GeoDataFrame]

# Fields whose codes are records themselves, and fields whose codes are countries.
NAMED = {"themes": "themes", "documents": "documents", "document": "documents"}
COUNTRY_FIELDS = ("country", "countries")


def amended(frames: "Frames", records: Records) -> dict[str, pd.DataFrame]:
    """Return the rows of the layers made from the records and from other layers.

    Parameters
    ----------
    frames
        The layers as they are: places, twinnings, municipal partners, the seat of the agency.
    records
        Records that `atlas.prepare.check_records.check_records` accepts.

    Returns
    -------
    dict
        Layer id → frame with a column ``id`` and the declared columns.
    """
    places = add_places(_placed(frames), records)
    seat = frames["transition_sites"].geometry[SEAT.lower()]
    # In the order of their ids: cells that hold several values name them in the order of the rows.
    members, twins = (frames[layer].sort_index() for layer in ("municipal_partners", "twinnings"))
    return {
        "projects": tell_projects(records),
        "partnerships": tell_partnerships(records, places, seat),
        "partner_cities": tell_places(records, places, members, twins),
        "practices": tell_practices(records),
        "exchange_aims": tell_aims(records),
        "cooperation_themes": tell_themes(records),
        "cooperation_documents": tell_documents(records),
    }


def is_stale(atlas: "Atlas", records: Records) -> list[str]:
    """Return the layers that differ from their records: edited since, or never compiled."""
    expected = amended(atlas.frames, records)
    return [
        layer_id
        for layer_id, rows in expected.items()
        if not _agree(atlas.catalog[layer_id], atlas.frames[layer_id], rows)
    ]


def compile_records(atlas: "Atlas", records: Records) -> list[Path]:
    """Write the layers made from the records, all of them or none; return the files written.

    Raises
    ------
    LayerDataError
        A row has a licence that no file of its layer declares.
    """
    root = atlas.catalog["projects"].folder.parent
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=root))
    try:
        made = [
            pair
            for layer_id, rows in amended(atlas.frames, records).items()
            for pair in _write(atlas.catalog[layer_id], rows, records, staging)
        ]
        for built, target in made:
            os.replace(built, target)  # noqa: PTH105 - the atomic one
    finally:
        shutil.rmtree(staging)
    return [target for _, target in made]


def _placed(frames: "Frames") -> gpd.GeoDataFrame:
    """Return the places with the licence of their position, taken from a tie that adds nothing to it."""
    places = frames["partner_cities"]
    ties = pd.concat([frames[layer][["place", "licence"]] for layer in ("partnerships", "municipal_partners")])
    position = ties.dropna(subset="place").drop_duplicates("place").set_index("place")["licence"]
    licence = position.reindex(places.index).fillna(places["licence"])
    return places[[*OWN, "geometry"]].assign(licence=licence)


def _agree(layer: "Layer", gdf: gpd.GeoDataFrame, rows: pd.DataFrame) -> bool:
    fresh = conform(_with_crs(rows, layer), layer, path=f"{layer.id}.toml").sort_index()
    known = gdf.sort_index()
    same = fresh.drop(columns="geometry").equals(known.drop(columns="geometry"))
    return bool(same and fresh.geometry.to_wkb().equals(known.geometry.to_wkb()))


def _with_crs(rows: pd.DataFrame, layer: "Layer") -> pd.DataFrame:
    return rows if layer.geometry == "none" else gpd.GeoDataFrame(rows, crs=CRS)


def _write(layer: "Layer", rows: pd.DataFrame, records: Records, staging: Path) -> list[tuple[Path, Path]]:
    declared = [source.licence for _, source in layer.files]
    if "licence" in rows and (stray := sorted(set(rows["licence"]) - set(declared))):
        named = f"{layer.id}.toml"
        raise LayerDataError("licence_undeclared", path=named, licences=", ".join(stray), declared=", ".join(declared))
    declaration = layer.folder / f"{layer.id}.toml"
    document = tomlkit.parse(declaration.read_text(encoding="utf-8"))
    sources = [document["source"], *(part["source"] for part in document.get("parts", []))]
    made = []
    for (path, source), declared_source in zip(layer.files, sources, strict=True):
        part = rows[rows["licence"] == source.licence] if "licence" in rows else rows
        write_layer_file(conform(_with_crs(part, layer), layer, path=path.name), layer, staging / path.name)
        declared_source["rows"] = len(part)
        made.append((staging / path.name, path))
    _name_codes(document["fields"], rows, records)
    (staging / declaration.name).write_text(tomlkit.dumps(document), encoding="utf-8")
    return [*made, (staging / declaration.name, declaration)]


def _name_codes(fields: "tomlkit.items.Table", rows: pd.DataFrame, records: Records) -> None:
    """Return new themes, documents and countries a code with its words in the declaration."""
    for column, name in NAMED.items():
        if column in fields and "codes" in fields[column]:
            for _, row in records[name].sort_values("id").iterrows():
                _name(fields[column]["codes"], row["id"], fr=row["name"], en=row["name_en"], pt=row.get("name_pt"))
    for column in COUNTRY_FIELDS:
        if column in fields and column in rows:
            for code in sorted(set(rows[column].dropna().map(several).explode())):
                if code not in fields[column]["codes"]:
                    _name(fields[column]["codes"], code, **{lang: country_name(code, lang) for lang in LANGUAGES})


def _name(codes: "tomlkit.items.Table", code: str, **words: str | None) -> None:
    given = {lang: text for lang, text in words.items() if text}
    # Words of a language that the records do not have were written into the declaration.
    if {lang: codes.get(code, {}).get(lang) for lang in given} != given:
        codes[code] = tomlkit.inline_table()
        codes[code].update(given)
