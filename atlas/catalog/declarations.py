"""Models of what a layer declares (fields, style, sources, completeness…): frozen, strict, without data."""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as Option

from atlas.catalog.licences import Licence
from atlas.catalog.placeholders import named_parts, without_placeholders
from atlas.catalog.reserved_ids import RESERVED
from atlas.catalog.vocabularies import FieldType, LegalStatus, Line, Pattern, Shape
from atlas.web_address import is_web_address


def _check_address(text: str) -> str:
    if not is_web_address(text):
        msg = "no address that begins with http:// or https://"
        raise ValueError(msg)
    return text


def _check_reserved(text: str) -> str:
    if text in RESERVED:
        msg = f"{text!r} is reserved, choose another id"
        raise ValueError(msg)
    return text


def _check_file_name(text: str) -> str:
    if _FILE_NAME.fullmatch(text):
        return text
    raise ValueError(f"{text!r} is no name of a data file beside the declaration (.parquet, .geojson)")


# A path leads to files of others, which `remove` would take away.
_FILE_NAME = re.compile(r"[^\s./\\:\x00-\x1f][^/\\:\x00-\x1f]*\.(?:parquet|geojson)")
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"), AfterValidator(_check_reserved)]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address = Annotated[Sentence, AfterValidator(_check_address)]
FileName = Annotated[str, AfterValidator(_check_file_name)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]
_SIZES = frozenset({"m²", "ha", "km²", "km"})


class Declaration(BaseModel):
    """Base of all declarations: frozen, unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Declaration):
    """A text in the languages of the atlas."""

    fr: Sentence
    en: Sentence
    pt: Sentence | None = None

    def __call__(self, lang: str) -> str:
        """Return the text in `lang`; texts of data fall back to English, then French."""
        return getattr(self, lang, None) or self.en or self.fr


# The name of an organisation, which is not translated, or words that are.
Name = Sentence | Text


def in_language(name: str | Text, lang: str) -> str:
    """Return a name as it stands, and words in `lang`."""
    return name(lang) if isinstance(name, Text) else name


class Source(Declaration):
    """Where the rows of one data file come from.

    ``sha256`` holds, for each file of the raw tree that the rows were compiled from, the hash of the extract as
    received, and ``rows`` the number of rows of the file; `python -m atlas prepare` fills both.
    """

    producer: Name
    title: Sentence
    url: Address | None = None
    licence: Licence
    published: Sentence | None = None
    valid: Sentence | None = None
    accessed: date
    citation: Sentence
    received_from: Name
    sha256: dict[str, str]
    rows: int | None = None
    processing: Text
    legal_status: LegalStatus
    legal_note: Text | None = None

    def producers(self, lang: str) -> tuple[str, ...]:
        """Return the names of the producers; what its owner has still to complete is none."""
        return named_parts(in_language(self.producer, lang))

    def producer_names(self, lang: str) -> str:
        """Return the producers in one text; empty where none is named."""
        return "; ".join(self.producers(lang))

    @property
    def cited(self) -> str:
        """How the file is cited; by its title as long as its owner has not said it."""
        return without_placeholders(self.citation) or self.title


class Field(Declaration):
    """One column of a layer.

    ``codes`` lists the possible values of a coded string column. ``separator`` separates several values of a cell.
    ``filter`` makes the column a facet. ``technical`` columns (foreign keys) are not on the cards. ``refers`` names the
    layer whose ids the column holds, or ``layer.field`` for values of another column. ``amount`` marks a count that
    grows with the size of a row, as an area and a length do: as a colour of areas it shows their size first.
    ``density`` names the indicator that shows it by area instead. ``figure`` makes the column of a joined table an
    indicator: a ``count`` may be summed, a ``rate`` not. ``phrases`` say what a filter keeps: see ``layer.py``.
    """

    title: Text
    type: FieldType
    unit: Sentence | None = None
    description: Text | None = None
    codes: dict[str, Text] = {}
    separator: Literal[";"] | None = None
    filter: bool = False
    technical: bool = False
    refers: Reference | None = None
    amount: bool = False
    density: Id | None = None
    figure: Literal["count", "rate"] | None = None
    phrases: dict[str, Text] = {}

    @property
    def is_amount(self) -> bool:
        """Return whether it grows with the size of a row: an area, a length or what is declared."""
        return self.amount or self.unit in _SIZES

    @model_validator(mode="after")
    def _codes_are_strings(self) -> Self:
        if (self.codes or self.separator) and self.type != "string":
            msg = "codes and separator go with type = 'string'"
            raise ValueError(msg)
        return self


class StyleClass(Declaration):
    """Style of the rows of one code, where it differs from the layer's."""

    color: Colour | None = None
    color_dark: Colour | None = None
    shape: Shape | None = None
    pattern: Pattern | None = None
    line: Line | None = None


class Style(Declaration):
    """How a layer is drawn: colour by theme, shape by kind, so that colour is never the only code.

    ``by`` names the field whose codes have ``classes`` of their own, ``size_by`` the field that symbols grow with.
    ``zoom_by`` names the field with the least zoom of a row. ``hollow`` lists, by field, the codes of rows whose
    position is approximate: they are drawn without fill. ``classed_by`` names the numeric field that colours the rows
    unless the reader chooses another. ``labels`` is the range of zooms with names on the map. Below the zoom
    ``symbol_below`` areas are drawn as their ``shape``, so that small ones stay visible.
    """

    color: Colour
    color_dark: Colour
    shape: Shape = "circle"
    pattern: Pattern = "solid"
    line: Line = "solid"
    size: float = Option(default=5, gt=0)
    width: float = Option(default=1, gt=0)
    opacity: float = Option(default=0.8, gt=0, le=1)
    size_by: Id | None = None
    zoom_by: Id | None = None
    classed_by: Id | None = None
    by: Id | None = None
    classes: dict[str, StyleClass] = {}
    hollow: dict[Id, tuple[str, ...]] = {}
    labels: tuple[float, float] | None = None
    symbol_below: float | None = None


class Version(Declaration):
    """One published value of a contested figure."""

    value: Sentence
    definition: Text
    source: Name
    url: Address | None = None
    published: Sentence | None = None


class Figure(Declaration):
    """A figure on which sources disagree, with every version and its definition; ``rows`` are its objects."""

    title: Text
    unit: Sentence | None = None
    rows: tuple[str, ...] = ()
    versions: Annotated[dict[Id, Version], Option(min_length=2)]


class Period(Declaration):
    """The columns with the first and last year of a row; if ``open``, a row without a last year still exists."""

    start: Id
    end: Id | None = None
    open: bool = False


class Search(Declaration):
    """Columns searched: other names, place or owner (with the name, if it is others'); common names by row."""

    names: tuple[Id, ...] = ()
    about: tuple[Id, ...] = ()
    aliases: dict[str, tuple[str, ...]] = Option(default_factory=dict)


class Chart(Declaration):
    """A chart that filters: ``bars`` of the values of a field, a ``histogram`` of numbers, ``years`` by decade.

    ``by`` splits each bar by the values of another field.
    """

    kind: Literal["bars", "histogram", "years"]
    field: Id
    by: Id | None = None


class Tie(Declaration):
    """A relation between the rows of two layers, beyond the columns that refer to ids.

    ``through`` names the layer that both refer to, or that refers to both. Without it the relation is spatial: the
    ``nearest`` row of the other layer, or all within ``metres`` (0: intersecting ones). ``only`` restricts it to rows
    with certain codes, ``title`` is its name there.
    """

    layer: Id
    through: Id | None = None
    nearest: bool = False
    metres: float = Option(default=0, ge=0)
    only: dict[Id, tuple[str, ...]] = {}
    title: Text | None = None


class Extent(Declaration):
    """Where the rows of a layer, or those of one kind, are complete.

    ``area`` is ``everywhere``, ``nowhere``, ``unknown``, or the ids of territories and of layers of areas: complete in
    their union. ``sentence`` says what is complete or missing, ``source`` who says so.
    """

    area: Literal["everywhere", "nowhere", "unknown"] | Annotated[tuple[Sentence, ...], Option(min_length=1)]
    source: Name
    url: Address | None = None
    sentence: Text

    @model_validator(mode="after")
    def _in_three_languages(self) -> Self:
        if self.sentence.pt is None:
            msg = "sentence.pt: field required"
            raise ValueError(msg)
        return self


class Completeness(Extent):
    """Where a layer is complete; ``by`` has, by field and code, the kinds that differ from the whole."""

    by: dict[Id, dict[str, Extent]] = {}


class Join(Declaration):
    """The layer whose objects the rows of a reader's table are, by a ``column`` of the table.

    ``rows`` is what was done with several rows of one object, ``found`` the number of objects with a row, of ``total``.
    """

    layer: Id
    column: Sentence
    rows: Literal["one", "latest", "sum", "mean", "table", "years"]
    found: int
    total: int


class Part(Declaration):
    """One data file of a layer; all its rows have the same source and licence."""

    file: FileName
    source: Source
