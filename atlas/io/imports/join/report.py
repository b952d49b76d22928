"""What the reader states about a join, and its report."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class JoinAnswers:
    """What the reader states about a join.

    Attributes
    ----------
    layer
        Id of the layer whose objects the table names.
    on
        Column that names them; None to find it.
    rows
        What becomes of several rows of one place (`atlas.io.imports.join.row_rules.RULES`).
    year
        Column with the year of a row.
    variable
        Column with the names of the variables of a table in long format.
    places
        Value of the table → id of the object that it names.
    kinds
        Column of numbers → ``count`` or ``rate``, where the reader says so.
    """

    layer: str
    on: str | None = None
    rows: str | None = None
    year: str | None = None
    variable: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "JoinAnswers":
        """Read the answers from plain values; blank ones are left out."""
        layer, *others = (str(values.get(key) or "") for key in ("layer", "on", "rows", "year", "variable"))
        places, kinds = (_texts(values.get(key)) for key in ("places", "kinds"))
        on, rows, year, variable = (text or None for text in others)
        return cls(layer, on, rows, year, variable, places, kinds)


def _texts(table: object) -> dict[str, str]:
    """Return the filled texts of a table of answers."""
    return {str(name): str(value) for name, value in table.items() if value} if isinstance(table, dict) else {}


@dataclass(frozen=True, slots=True)
class NotFound:
    """A value of the table that names no object.

    Attributes
    ----------
    value, rows
        The value, and the number of its rows.
    why
        ``unknown``, ``outside`` (a code of a place elsewhere), ``ambiguous`` or ``blank``.
    suggestions
        Ids and names of objects that it may name.
    """

    value: str
    rows: int
    why: str
    suggestions: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class JoinReport:
    """What a join found and what it left out.

    Attributes
    ----------
    layer, on
        The layer and the column of the table.
    values, found
        Different values that name places, and how many of them name an object of the layer.
    places, objects
        Objects with a row, and objects of the layer.
    rows, joined
        Rows of the table, and rows that were joined.
    not_found
        Values without an object.
    former
        Former names, and the objects that they are now.
    totals, footers
        Totals and remarks of the table, left out.
    repeated
        Places with several rows: a name and the number of rows for some of them, and how many there are.
    year, years
        Column of years, and the years in it.
    variables
        Columns that tell the rows of a place apart.
    rule, rules
        What was done with several rows of a place; what can be done. Empty where it is to be asked.
    left_out
        Columns that a sum leaves out.
    blanks
        Signs of no value, with the number of cells.
    figures
        Field, title, ``count`` or ``rate``, and unit of each column of figures.
    second_header
        Whether a second line of names was left out.
    """

    layer: str
    on: str
    values: int = 0
    found: int = 0
    places: int = 0
    objects: int = 0
    rows: int = 0
    joined: int = 0
    not_found: list[NotFound] = field(default_factory=list)
    former: list[tuple[str, str]] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)
    footers: int = 0
    repeated: list[tuple[str, int]] = field(default_factory=list)
    repeated_places: int = 0
    year: str | None = None
    years: list[int] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    rule: str = "one"
    rules: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    blanks: dict[str, int] = field(default_factory=dict)
    figures: list[tuple[str, str, str, str]] = field(default_factory=list)
    second_header: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether the reader must say what becomes of several rows of one place."""
        return not self.rule

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return asdict(self)
