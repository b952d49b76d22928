"""Report of an import: what was found in the file, and the questions only the user can answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

QUESTIONS = ("layer", "crs", "columns", "axes")


class Ask(Exception):  # noqa: N818 - a question, no error
    """A question that the file leaves open and that must not be guessed.

    Parameters
    ----------
    about
        One of `QUESTIONS`.
    options
        What may be answered, where that is a list.
    why
        Key of the sentence that asks, below ``errors.ask_``, where it is not `about` itself.
    **values
        What the sentence names.
    """

    def __init__(self, about: str, *, options: tuple[str, ...] = (), why: str | None = None, **values: object) -> None:
        super().__init__(about)
        self.question = {"about": about, "why": why or about, "options": list(options), "values": values}


@dataclass(slots=True)
class Findings:
    """The report of one import, filled while the file is read.

    Attributes
    ----------
    file, format, layer, encoding, crs
        What was read, under the names that the file and EPSG give.
    crs_from
        How the reference system is known: ``file``, ``format`` or ``answer``.
    rows, kept, placed
        Rows in the file, in the layer, with a position.
    geometry
        As a layer declares it.
    extent
        West, south, east, north in degrees.
    fields
        Id, column of the file, type.
    repaired
        What was repaired or left out, by kind, with the number of rows.
    notes
        Whatever else is to be known, as keys of the ``[gate]`` table with their values.
    questions
        What must be answered before the import goes on.
    sketch
        Lines and points of the rows, few, for a small map.
    """

    file: str
    format: str = ""
    layer: str | None = None
    encoding: str | None = None
    crs: str | None = None
    crs_from: str | None = None
    rows: int = 0
    kept: int = 0
    placed: int = 0
    geometry: str = "none"
    extent: list[float] | None = None
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    repaired: dict[str, int] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    sketch: list[list[list[float]]] = field(default_factory=list)

    def repair(self, kind: str, count: int) -> None:
        """Count rows that were repaired or left out."""
        if count:
            self.repaired[kind] = self.repaired.get(kind, 0) + int(count)

    def note(self, key: str, **values: object) -> None:
        """Add something to be known."""
        if (key, values) not in self.notes:
            self.notes.append((key, values))

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the reader says of a file.

    Attributes
    ----------
    crs
        ``EPSG:n``.
    layer
        One of several in the file.
    x, y
        Columns of coordinates.
    encoding
        Of the text.
    axes
        ``yx`` when latitude comes first in a file whose format says otherwise; ``xy`` that the order is right.
    """

    crs: str | None = None
    layer: str | None = None
    x: str | None = None
    y: str | None = None
    encoding: str | None = None
    axes: str | None = None

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Answers":
        """Read the answers from plain values; a blank is no answer."""
        return cls(**{key: str(values[key]) for key in cls.__slots__ if values.get(key)})


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader says of the layer to be.

    Attributes
    ----------
    id, theme
        Where it will stand.
    title
        None: made of the id.
    licence
        None: the layer stays private.
    sha256
        Of the file.
    """

    id: str
    theme: str
    sha256: str
    title: str | None = None
    licence: str | None = None
