"""Models of the declarations (layer, field, style, source…): frozen, strict, without data."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as Option

from atlas.catalog.licences import PRIVATE, Licence
from atlas.web_address import is_web_address


def _check_address(text: str) -> str:
    if not is_web_address(text):
        msg = "no address that begins with http:// or https://"
        raise ValueError(msg)
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address = Annotated[Sentence, AfterValidator(_check_address)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]
Geometry = Literal["point", "line", "polygon", "mixed", "none"]
FieldType = Literal["string", "integer", "number", "boolean", "date", "year"]

# in_force: the outline has a legal effect today. annulled: it had one. informative: an inventory or a description
# without legal effect. approximate: an outline chosen for the atlas, of no authority.
LegalStatus = Literal["in_force", "annulled", "informative", "approximate"]

Shape = Literal[
    "circle",
    "ring",
    "square",
    "diamond",
    "triangle",
    "double_triangle",
    "trapezium",
    "tall_trapezium",
    "steps",
    "bar",
    "broken_triangle",
    "dot",
]
Pattern = Literal["solid", "none", "hatch", "cross_hatch", "diagonal", "waves", "dots"]
Line = Literal["solid", "dashed", "dotted", "double", "ticks", "arc"]


# Units of sizes.
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


class Field(Declaration):
    """One column of a layer.

    ``codes`` lists the possible values of a coded string column. ``separator`` separates several values of a cell.
    ``filter`` makes the column a facet. ``technical`` columns (foreign keys) are not on the cards. ``refers`` names the
    layer whose ids the column holds, or ``layer.field`` for values of another column. ``amount`` marks a count that
    grows with the size of a row, as an area and a length do: as a colour of areas it shows their size first.
    ``density`` names the indicator that shows it by area instead.
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
    ``zoom_by`` names the field with the least zoom of a row.
    ``hollow`` lists, by field, the codes of rows whose position is approximate: they are drawn without fill.
    ``labels`` is the range of zooms with names on the map. Below the zoom ``symbol_below`` areas are
    drawn as their ``shape``, so that small ones stay visible.
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
    """A figure on which sources disagree, with every version and its definition."""

    title: Text
    unit: Sentence | None = None
    versions: Annotated[dict[Id, Version], Option(min_length=2)]


class Period(Declaration):
    """The columns with the first and last year of a row."""

    start: Id
    end: Id | None = None


class Search(Declaration):
    """Columns searched beside the name: other names, and place or owner."""

    names: tuple[Id, ...] = ()
    about: tuple[Id, ...] = ()


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


class Part(Declaration):
    """One data file of a layer; all its rows have the same source and licence."""

    file: Sentence
    source: Source


class Layer(Declaration):
    """One thematic data set: fields, style and source.

    ``source`` is the source of the file ``<id>.parquet`` (or ``.geojson``). Rows under another licence are in files of
    their own, declared in ``parts``. ``shown`` layers are visible by default; ``backdrop`` layers are the offline
    basemap. ``name_codes`` is a coded field whose titles name a row in the reader's language, ``exonyms`` holds such
    names for single rows, by their ids. ``search``, ``charts``
    and ``ties`` declare further search columns, charts and related layers. ``connector`` names the source that
    `python -m atlas refresh` downloads. ``completeness`` tells where all objects of the layer are in it; without it
    nothing is known of that.
    """

    id: Id
    theme: Id
    folder: Path
    title: Text
    description: Text
    geometry: Geometry
    order: int = 100
    shown: bool = False
    backdrop: bool = False
    level: Literal["basin", "intercommunality", "commune"] | None = None
    name: Id = "name"
    name_codes: Id | None = None
    exonyms: dict[str, Text] = {}
    period: Period | None = None
    search: Search = Search()
    charts: tuple[Chart, ...] = ()
    ties: tuple[Tie, ...] = ()
    fields: Annotated[dict[Id, Field], Option(min_length=1)]
    style: Style | None = None
    source: Source
    file: Sentence | None = None
    parts: tuple[Part, ...] = ()
    connector: Id | None = None
    figures: dict[Id, Figure] = {}
    completeness: Completeness | None = None

    @model_validator(mode="after")
    def _kinds_exist(self) -> Self:
        for name, kinds in (self.completeness.by if self.completeness else {}).items():
            codes = self.fields[name].codes if name in self.fields else {}
            if unknown := [code for code in kinds if code not in codes]:
                msg = f"completeness.by.{name}: no code {unknown[0]!r}; the codes are {', '.join(codes) or '–'}"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _columns_exist(self) -> Self:
        named = {"name": self.name, "name_codes": self.name_codes or self.name}
        if self.period:
            named |= {"period.start": self.period.start, "period.end": self.period.end or self.period.start}
        if self.style:
            columns = {"by": self.style.by, "size_by": self.style.size_by, "zoom_by": self.style.zoom_by}
            named |= {f"style.{key}": column for key, column in columns.items() if column}
            named |= {f"style.hollow.{field}": field for field in self.style.hollow}
        elif self.geometry != "none":
            msg = "style: field required (only a layer with geometry = 'none' goes without)"
            raise ValueError(msg)
        named |= {f"search: {column}": column for column in (*self.search.names, *self.search.about)}
        named |= {f"charts: {column}": column for c in self.charts for column in (c.field, c.by) if column}
        named |= {f"ties: {column}": column for tie in self.ties for column in tie.only}
        for key, column in named.items():
            if column not in self.fields:
                msg = f"{key}: no field {column!r}; the fields are {', '.join(self.fields)}"
                raise ValueError(msg)
        if reserved := {"id", "layer", "geometry"} & self.fields.keys():
            msg = f"fields.{min(reserved)}: reserved, choose another name"
            raise ValueError(msg)
        return self

    @property
    def files(self) -> tuple[tuple[Path, Source], ...]:
        """Return every data file with its source, the main one first."""
        main = self.folder / (self.file or f"{self.id}.parquet")
        return ((main, self.source), *((self.folder / part.file, part.source) for part in self.parts))

    @property
    def licence(self) -> str:
        """Return the licences of all files as one SPDX expression."""
        return " AND ".join(dict.fromkeys(source.licence for _, source in self.files))

    def extent(self, field: str | None = None, code: str | None = None) -> Extent | None:
        """Return where a kind is complete, or the whole layer if the kind is not declared; None if nothing is."""
        declared = self.completeness
        if declared is None or field is None or code is None:
            return declared
        return declared.by.get(field, {}).get(code, declared)

    @property
    def extents(self) -> tuple[Extent, ...]:
        """Return where the layer and each of its declared kinds are complete."""
        declared = self.completeness
        return () if declared is None else (declared, *(e for kinds in declared.by.values() for e in kinds.values()))

    @property
    def private(self) -> bool:
        """Return whether a file of the layer has no licence: it must not be passed on."""
        return any(source.licence == PRIVATE for _, source in self.files)
