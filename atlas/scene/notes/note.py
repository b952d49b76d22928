"""Notes on the map: a pin, an arrow, a line, an area or a text, as a link carries them.

``note=pin:50.43,2.82:Text`` or, with a colour, ``note=area.blue:50.4,2.8,50.5,2.8,50.5,2.9:Text``: kind, latitudes and
longitudes in turn, text. A text is text: nothing in it is read as markup.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from atlas.errors import ViewError, choices

NoteKind = Literal["pin", "arrow", "line", "area", "text"]
NoteColour = Literal["red", "blue", "green", "amber", "violet", "ink"]
KINDS: tuple[NoteKind, ...] = get_args(NoteKind)
COLOURS: tuple[NoteColour, ...] = get_args(NoteColour)
# In light and in dark looks: each differs from the land by a contrast of 4.5 at least (tests/scene/notes).
SHADES: dict[NoteColour, tuple[str, str]] = {
    "red": ("#A3211B", "#FF9A8F"),
    "blue": ("#1B4F96", "#9CC2FF"),
    "green": ("#1E6236", "#8FDBA6"),
    "amber": ("#7A4B00", "#F5C869"),
    "violet": ("#643A96", "#D3B3FF"),
    "ink": ("#22282B", "#F1F4F5"),
}
# What a link holds; more is kept in a file.
MOST_NOTES, MOST_POINTS, MOST_LETTERS, MOST_CHARACTERS = 40, 100, 200, 4_000
# What a file holds, of notes or a story: as many as a page shows at a time.
MOST_IN_FILE = 1_000
# Points of a kind: least and most.
POINTS_OF: dict[NoteKind, tuple[int, int]] = {
    "pin": (1, 1),
    "arrow": (2, 2),
    "line": (2, MOST_POINTS),
    "area": (3, MOST_POINTS),
    "text": (1, 1),
}
# Metres, as in the camera of a link.
_DECIMALS = 5
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,20})?")
# A line across the antimeridian goes on beyond it.
_FARTHEST = (90, 360)
# Signs that are not seen and turn round what is: of a text by somebody else they make another one.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Note:
    """A note on the map.

    Attributes
    ----------
    kind
        What it is; an arrow points from its first point to its second one.
    points
        Latitudes and longitudes, degrees with five decimals.
    text
        What it says, on one line.
    colour
        Name of its colour.
    """

    kind: NoteKind
    points: tuple[tuple[float, float], ...]
    text: str = ""
    colour: NoteColour = COLOURS[0]


def read_notes(values: Sequence[str], *, in_file: bool = False) -> tuple[tuple[Note, ...], list[ViewError]]:
    """Read the notes of a link.

    Parameters
    ----------
    values
        One each.
    in_file
        Whether the link stands in a file, a story, which holds more than an address.

    Returns
    -------
    tuple
        The notes, and one error for each that cannot be read, and for those that are too many.
    """
    notes: dict[Note, None] = {}
    problems: list[ViewError] = []
    written, most = list(dict.fromkeys(values)), MOST_IN_FILE if in_file else MOST_NOTES
    for value in written[:most]:
        try:
            notes[read_note(value)] = None
        except ViewError as problem:
            problems.append(problem)
    if len(written) > most:
        problems.append(ViewError("notes_many", key="note", count=len(written), most=most))
    kept, left = (tuple(notes), 0) if in_file else fitting(notes)
    if left:
        problems.append(ViewError("notes_long", key="note", count=left, most=MOST_CHARACTERS))
    return kept, problems


def fitting(notes: Iterable[Note]) -> tuple[tuple[Note, ...], int]:
    """Return the first notes that a link holds, and how many it does not."""
    kept: list[Note] = []
    every, room = list(notes), MOST_CHARACTERS
    for note in every[:MOST_NOTES]:
        room -= len(write_note(note))
        if room < 0:
            break
        kept.append(note)
    return tuple(kept), len(every) - len(kept)


def read_note(value: str) -> Note:
    """Read one note.

    Raises
    ------
    ViewError
        It has no such kind or colour, too few or too many points, points outside the Earth, or a text that is missing
        or too long.
    """
    head, mark, rest = value.partition(":")
    places, _, text = rest.partition(":")
    kind_name, _, colour_name = head.strip().partition(".")
    kind = next((known for known in KINDS if known == kind_name), None)
    colour = next((known for known in COLOURS if known == (colour_name or COLOURS[0])), None)
    if kind is None or not mark:
        raise ViewError("note_wrong", key="note", value=value[:80], kinds=", ".join(KINDS))
    if colour is None:
        raise ViewError("value_unknown", key="note", value=colour_name, valid=choices(colour_name, COLOURS))
    return checked_note(kind, _points(kind, places, value), text, colour, value=value)


def checked_note(
    kind: NoteKind,
    points: Sequence[tuple[float, float]],
    text: str,
    colour: NoteColour,
    *,
    value: str,
    key: str = "note",
) -> Note:
    """Return a note once its parts have been checked, be they of a link or of a file.

    Parameters
    ----------
    kind, points, text, colour
        As `Note` has them; points of any number of decimals, a text of any signs.
    value, key
        What is named where it cannot be used, and where that stands.

    Raises
    ------
    ViewError
        Too few or too many points, points outside the Earth, or a text that is missing or too long.
    """
    check_points(kind, len(points), key=key)
    rounded = tuple((round(lat, _DECIMALS) + 0.0, round(lon, _DECIMALS) + 0.0) for lat, lon in points)
    if any(not abs(side) <= far for point in rounded for side, far in zip(point, _FARTHEST, strict=True)):
        raise ViewError("note_outside", key=key, value=value[:80])
    if len(set(rounded)) < POINTS_OF[kind][0]:
        check_points(kind, len(set(rounded)), key=key)
    plain = plain_text(text)
    if len(plain) > MOST_LETTERS:
        raise ViewError("note_long", key=key, value=plain[:40], most=MOST_LETTERS)
    if kind == "text" and not plain:
        raise ViewError("note_empty", key=key, value=value[:80])
    return Note(kind, rounded, plain, colour)


def check_points(kind: NoteKind, count: int, *, key: str = "note") -> None:
    """Check the number of points of a note.

    Raises
    ------
    ViewError
        It has too few or too many.
    """
    least, most = POINTS_OF[kind]
    if not least <= count <= most:
        raise ViewError("note_points", key=key, value=kind, count=count, least=least, most=most)


def write_note(note: Note) -> str:
    """Write a note as a link has it."""
    colour = "" if note.colour == COLOURS[0] else f".{note.colour}"
    return f"{note.kind}{colour}:{','.join(_digits(side) for point in note.points for side in point)}:{note.text}"


def plain_text(text: str) -> str:
    """Return a text on one line, without signs that control or turn round what is written."""
    shown = (
        " " if unicodedata.category(sign).startswith("C") and not sign.isprintable() and sign != "\u200d" else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign not in _TURNING
    )
    return " ".join("".join(shown).split())


def _points(kind: NoteKind, places: str, value: str) -> tuple[tuple[float, float], ...]:
    texts = [part.strip() for part in places.split(",")]
    most = POINTS_OF[kind][1]
    if len(texts) % 2 or not all(map(_NUMBER.fullmatch, texts[: 2 * most + 2])):
        raise ViewError("note_wrong", key="note", value=value[:80], kinds=", ".join(KINDS))
    check_points(kind, len(texts) // 2)
    numbers = [float(text) for text in texts]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _digits(number: float) -> str:
    return f"{number:.{_DECIMALS}f}".rstrip("0").rstrip(".")
