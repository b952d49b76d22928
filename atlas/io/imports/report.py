"""Report of an import: what was found in the file, and the questions only the user can answer."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


class OpenQuestion(Exception):  # noqa: N818 - a question, no error
    """A question that only the user can answer: nothing is guessed.

    Parameters
    ----------
    about
        ``layer``, ``crs``, ``columns``, ``axes``, ``encoding`` or ``header``.
    options
        Possible answers, where they can be listed.
    why
        Key of the question below ``errors.ask_``; `about` by default.
    candidates
        Reference systems with the place that each gives (`rank_candidates`).
    rows
        Number and cells of the first rows of a table.
    **values
        Values that the question names.
    """

    def __init__(
        self,
        about: str,
        *,
        options: tuple[str, ...] = (),
        why: str | None = None,
        candidates: Sequence[Mapping[str, Any]] = (),
        rows: Sequence[Sequence[str]] = (),
        **values: object,
    ) -> None:
        super().__init__(about)
        self.question = {
            "about": about,
            "why": why or about,
            "options": list(options),
            "values": values,
            "candidates": [dict(candidate) for candidate in candidates],
            "rows": [list(row) for row in rows],
        }


@dataclass(slots=True)
class Findings:
    """The report of one import, filled while the file is read.

    Attributes
    ----------
    file, format, layer, encoding, crs
        What was read, under the names that the file and EPSG give.
    crs_from
        Where the reference system comes from: ``file``, ``format`` or ``answer``.
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
        Further notes, as keys of the ``[gate]`` table with their values.
    questions
        Questions to answer before the import can continue.
    sketch
        Sampled lines and points of the rows, for an overview map.
    columns
        Columns of the file, where the user may name those of the coordinates.
    head
        Number and cells of the first rows, where the names of the columns do not stand in the first.
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
    columns: list[str] = field(default_factory=list)
    head: list[list[str]] = field(default_factory=list)

    def repair(self, kind: str, count: int) -> None:
        """Count rows that were repaired or left out."""
        if count:
            self.repaired[kind] = self.repaired.get(kind, 0) + int(count)

    def note(self, key: str, **values: object) -> None:
        """Add a note."""
        if (key, values) not in self.notes:
            self.notes.append((key, values))

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user states about a file.

    Attributes
    ----------
    crs
        ``EPSG:n``.
    layer
        One of several layers or sheets of the file.
    x, y
        Columns of coordinates.
    encoding
        Encoding of the text.
    decimal
        Decimal mark of numbers that can be read in two ways: ``,`` or ``.``.
    axes
        ``yx``: latitude comes first although the format says otherwise; ``xy``: the order is right.
    header
        Number of the row that names the columns of a table; ``0``: none does.
    """

    crs: str | None = None
    layer: str | None = None
    x: str | None = None
    y: str | None = None
    encoding: str | None = None
    axes: str | None = None
    decimal: str | None = None
    header: str | None = None

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Answers":
        """Read the answers from plain values; blank ones are left out."""
        return cls(**{key: str(values[key]) for key in cls.__slots__ if values.get(key)})


@dataclass(frozen=True, slots=True)
class NewLayer:
    """What the user states about the layer to create.

    Attributes
    ----------
    id, theme
        Id of the layer, theme in the tree.
    title
        None: derived from the id.
    licence
        None: the layer stays private.
    sha256
        Hash of the file.
    """

    id: str
    theme: str
    sha256: str
    title: str | None = None
    licence: str | None = None
