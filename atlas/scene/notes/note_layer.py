"""The notes of a view as rows: one more layer of the files that are taken away."""

from collections import ChainMap
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from atlas.catalog import Catalog, Layer, Theme
from atlas.i18n import LANGUAGES, t
from atlas.io.frames import conform, wgs84
from atlas.io.imports.draft_declaration import OWN_THEME, draft_theme
from atlas.scene.notes.note import COLOURS, KINDS, SHADES
from atlas.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.io.atlas import Atlas
    from atlas.scene.notes.note import Note

_ID = "notes"
# Before all layers of the atlas.
_ORDER = 0


def with_notes(notes: "Sequence[Note]", atlas: "Atlas") -> "tuple[str, Atlas]":
    """Return the id of a layer that holds some notes, and an atlas that has it; the other layers keep their ids."""
    layer_id, number = _ID, 2
    while layer_id in atlas.catalog:
        layer_id, number = f"{_ID}_{number}", number + 1
    layer, known = _layer(layer_id), atlas.catalog
    themes = {OWN_THEME: _theme(), **known.themes}
    catalog = Catalog({**known, layer_id: layer}, themes, known.basemaps, known.problems)
    # A `ChainMap` of mappings that it only reads.
    others: Any = atlas.frames
    return layer_id, replace(atlas, catalog=catalog, frames=ChainMap({layer_id: note_rows(notes, layer)}, others))


def note_rows(notes: "Sequence[Note]", layer: Layer) -> gpd.GeoDataFrame:
    """Return notes as rows, EPSG:4326, numbered in their order."""
    columns = {
        "id": [str(number) for number in range(1, len(notes) + 1)],
        "text": [note.text or None for note in notes],
        "kind": [note.kind for note in notes],
        "colour": [note.colour for note in notes],
    }
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([_shape(note) for note in notes], crs=wgs84()))
    return conform(frame, layer, path=layer.id)


def _shape(note: "Note") -> shapely.Geometry:
    places = [(lon, lat) for lat, lon in note.points]
    if note.kind == "area":
        return shapely.make_valid(shapely.Polygon(places))
    return shapely.Point(places[0]) if len(places) == 1 else shapely.LineString(places)


def _layer(layer_id: str) -> Layer:
    light, dark = SHADES[COLOURS[0]]
    own = words_in_languages("gate.theme")
    source = {
        "producer": own,
        "title": words_in_languages("tools.notes")["fr"],
        "licence": "LicenseRef-private",
        "accessed": datetime.now(UTC).date(),
        "citation": words_in_languages("tools.notes")["fr"],
        "received_from": own,
        "sha256": {},
        "processing": words_in_languages("tools.notes_about"),
        "legal_status": "informative",
    }
    classes = {name: {"color": SHADES[name][0], "color_dark": SHADES[name][1]} for name in COLOURS}
    return Layer.model_validate(
        {
            "id": layer_id,
            "theme": OWN_THEME,
            "folder": Path(),
            "title": words_in_languages("tools.notes"),
            "description": words_in_languages("tools.notes_about"),
            "geometry": "mixed",
            "order": _ORDER,
            "name": "text",
            "fields": {
                "text": {"title": words_in_languages("tools.text"), "type": "string"},
                "kind": {"title": words_in_languages("tools.kind"), "type": "string", "codes": _kinds()},
                "colour": {"title": words_in_languages("tools.colour"), "type": "string", "codes": _colours()},
            },
            "style": {
                "color": light,
                "color_dark": dark,
                "by": "colour",
                "classes": classes,
                "width": 2.5,
                "opacity": 0.25,
                "size": 6,
                "labels": (0, 24),
            },
            "source": source,
        }
    )


def _theme() -> Theme:
    return Theme.model_validate({**parse_toml(draft_theme(OWN_THEME)), "id": OWN_THEME})


def _kinds() -> dict[str, dict[str, str]]:
    return {kind: {lang: t(f"tools.kind_{kind}", lang) for lang in LANGUAGES} for kind in KINDS}


def _colours() -> dict[str, dict[str, str]]:
    return {colour: {lang: t(f"tools.colour_{colour}", lang) for lang in LANGUAGES} for colour in COLOURS}


def words_in_languages(key: str) -> dict[str, str]:
    """Return a text of the locale tables in every language."""
    return {lang: t(key, lang) for lang in LANGUAGES}
