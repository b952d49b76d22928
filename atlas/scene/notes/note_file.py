"""Notes as a file: GeoJSON (RFC 7946), as the page writes and reads it (``web/map/notes/note_file.js``).

Points, lines and areas of other programs are notes, too: the text is that of ``text``, ``name`` or ``title``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from atlas.errors import ViewError
from atlas.scene.notes.note import COLOURS, KINDS, MOST_IN_FILE, POINTS_OF, Note, NoteKind, check_points, checked_note

# A thousand notes of a hundred points.
MOST_BYTES = 4_000_000
_MEGABYTE = 1_000_000
_BYTE_ORDER = b"\xef\xbb\xbf"
_GEOMETRIES: dict[str, NoteKind] = {"Point": "pin", "LineString": "line", "Polygon": "area"}
# Kinds that have the geometry of another.
_ALIKE: dict[NoteKind, NoteKind] = {"text": "pin", "arrow": "line"}
_TEXTS = ("text", "name", "title")


def read_notes_file(content: bytes, *, name: str = "notes") -> tuple[Note, ...]:
    """Read the notes of a file.

    Parameters
    ----------
    content
        GeoJSON: a collection, a feature or a geometry.
    name
        Of the file, in messages.

    Raises
    ------
    ViewError
        It is no GeoJSON, it is too large, or one of its objects is no note, which the message names.
    """
    if len(content) > MOST_BYTES:
        raise ViewError("notes_file_large", key=name, limit=MOST_BYTES // _MEGABYTE)
    notes: dict[Note, None] = {}
    for place, feature in enumerate(_features(content, name)):
        where = f"{name}, features[{place}]"
        for kind, positions in _parts(feature, where):
            notes[_note(kind, positions, feature.get("properties"), where)] = None
            if len(notes) > MOST_IN_FILE:
                raise ViewError("notes_file_many", key=name, most=MOST_IN_FILE)
    return tuple(notes)


def _features(content: bytes, name: str) -> list[Mapping[str, Any]]:
    """Return the features of a file, whatever it is of GeoJSON."""
    try:
        given = orjson.loads(content.removeprefix(_BYTE_ORDER))
    except orjson.JSONDecodeError as exc:
        raise ViewError("notes_file_wrong", key=name) from exc
    features: Any = None
    if isinstance(given, dict):
        if given.get("type") == "FeatureCollection":
            features = given.get("features")
        elif given.get("type") == "Feature":
            features = [given] if isinstance(given.get("geometry"), dict) else None
        elif "coordinates" in given or "geometries" in given:
            features = [{"geometry": given}]
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise ViewError("notes_file_wrong", key=name)
    return features


def _parts(feature: Mapping[str, Any], where: str) -> Iterator[tuple[NoteKind, Sequence[Any]]]:
    """Yield the positions of the parts of a feature, each with its usual kind."""
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        raise ViewError("note_shape", key=where)
    if geometry.get("type") == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        for part in geometry["geometries"]:
            yield from _part(part, where)
    else:
        yield from _part(geometry, where)


def _part(geometry: object, where: str) -> Iterator[tuple[NoteKind, Sequence[Any]]]:
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), list):
        raise ViewError("note_shape", key=where)
    single = str(geometry.get("type")).removeprefix("Multi")
    kind, given = _GEOMETRIES.get(single), geometry["coordinates"]
    if kind is None:
        raise ViewError("note_shape", key=where)
    for part in given if geometry["type"] != single else [given]:
        if kind == "pin":
            yield kind, [part]
        else:
            yield kind, _ring(part) if kind == "area" else part


def _ring(rings: Any) -> Any:
    """Return the outer ring of an area without the position that closes it."""
    ring = rings[0] if isinstance(rings, list) and rings else None
    return ring[:-1] if isinstance(ring, list) and len(ring) > 1 and ring[0] == ring[-1] else ring


def _note(usual: NoteKind, positions: object, properties: object, where: str) -> Note:
    said = properties if isinstance(properties, dict) else {}
    own = next((kind for kind in KINDS if kind == said.get("kind")), usual)
    kind = own if own == usual or _ALIKE.get(own) == usual else usual
    if not isinstance(positions, list):
        raise ViewError("note_shape", key=where)
    # Before they are looked at one by one.
    if len(positions) > POINTS_OF[kind][1]:
        check_points(kind, len(positions), key=where)
    colour = next((colour for colour in COLOURS if colour == said.get("colour")), COLOURS[0])
    text = next((said[key] for key in _TEXTS if isinstance(said.get(key), str)), "")
    points = [_point(position, where) for position in positions]
    return checked_note(kind, points, text, colour, value=f"{kind} {points[:1]}", key=where)


def _point(position: object, where: str) -> tuple[float, float]:
    """Return latitude and longitude of a position, which may have a height."""
    pair = position[:2] if isinstance(position, list) else []
    if len(pair) != 2 or not all(type(number) in {int, float} for number in pair):  # noqa: PLR2004 - a pair
        raise ViewError("note_shape", key=where)
    lon, lat = pair
    return lat, lon
