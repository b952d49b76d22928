"""Model of a layer: all that its TOML file declares."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field as Option
from pydantic import field_validator, model_validator

from atlas.catalog.card import Card
from atlas.catalog.declarations import (
    Chart,
    Completeness,
    Declaration,
    Extent,
    Field,
    Figure,
    FileName,
    Id,
    Join,
    Part,
    Period,
    Search,
    Source,
    Style,
    Text,
    Tie,
)
from atlas.catalog.licences import PRIVATE
from atlas.catalog.noun import Noun
from atlas.catalog.reserved_ids import RESERVED_FOR_LAYERS
from atlas.catalog.vocabularies import Geometry


class Layer(Declaration):
    """One thematic data set: fields, style and source.

    ``source`` is the source of the file ``<id>.parquet`` (or ``.geojson``). Rows under another licence are in files of
    their own, declared in ``parts``. ``shown`` layers are visible by default; ``backdrop`` layers are the offline
    basemap; rows with a ``ground`` join it after the first picture, as waterways, wetlands or parks, where the layer
    itself is not shown. ``name_codes`` is a coded field whose titles name a row in the reader's language, ``exonyms``
    holds such names for single rows, by their ids. ``search``, ``charts`` and ``ties`` declare further search columns,
    charts and related layers. ``connector`` names the source that `python -m atlas refresh` downloads. ``completeness``
    tells where all objects of the layer are in it; without it nothing is known of that. ``join`` names the layer that a
    reader's table was joined to. ``completes`` marks an own copy of a shipped layer, with the rows that its source has:
    it takes the place of the shipped one. ``noun`` names one object and several in a
    sentence; without it they are objects of the layer's title. ``card`` is what the card of an object opens
    with; without it it is chosen by rule. The ``phrases`` of a field say what a filter on it
    keeps, by code or bound (``gte``, ``lte``, with ``{value}``); ``{s}`` is the s of several.
    """

    id: Id
    theme: Id
    folder: Path
    title: Text
    noun: Noun | None = None
    description: Text
    geometry: Geometry
    order: int = 100
    shown: bool = False
    backdrop: bool = False
    ground: Literal["water", "wetland", "park"] | None = None
    level: Literal["basin", "intercommunality", "commune"] | None = None
    name: Id = "name"
    name_codes: Id | None = None
    exonyms: dict[str, Text] = Option(default_factory=dict)
    period: Period | None = None
    search: Search = Search()
    charts: tuple[Chart, ...] = ()
    ties: tuple[Tie, ...] = ()
    fields: Annotated[dict[Id, Field], Option(min_length=1)]
    style: Style | None = None
    source: Source
    file: FileName | None = None
    parts: tuple[Part, ...] = ()
    connector: Id | None = None
    completes: bool = False
    figures: dict[Id, Figure] = Option(default_factory=dict)
    completeness: Completeness | None = None
    card: Card | None = None
    join: Join | None = None

    @field_validator("id")
    @classmethod
    def _id_is_free(cls, text: str) -> str:
        if text in RESERVED_FOR_LAYERS:
            msg = f"{text!r} is reserved, choose another id"
            raise ValueError(msg)
        return text

    @model_validator(mode="after")
    def _kinds_exist(self) -> Self:
        for name, kinds in (self.completeness.by if self.completeness else {}).items():
            codes = self.fields[name].codes if name in self.fields else {}
            if unknown := [code for code in kinds if code not in codes]:
                msg = f"completeness.by.{name}: no code {unknown[0]!r}; the codes are {', '.join(codes) or '–'}"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _phrases_exist(self) -> Self:
        for name, field in self.fields.items():
            if unknown := field.phrases.keys() - field.codes.keys() - {"gte", "lte"}:
                msg = f"fields.{name}.phrases: {min(unknown)!r} is neither a code nor gte or lte"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _columns_exist(self) -> Self:
        named = {"name": self.name, "name_codes": self.name_codes or self.name}
        if self.period:
            named |= {"period.start": self.period.start, "period.end": self.period.end or self.period.start}
        if self.style:
            columns = {key: getattr(self.style, key) for key in ("by", "size_by", "zoom_by", "classed_by")}
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

    @model_validator(mode="after")
    def _card_fits(self) -> Self:
        if self.card is None:
            return self
        if unknown := [name for name in self.card.fields if name not in self.fields]:
            msg = f"card: no field {unknown[0]!r}; the fields are {', '.join(self.fields)}"
            raise ValueError(msg)
        for name, nouns in self.card.nouns.items():
            if unknown := sorted(nouns.keys() - self.fields[name].codes.keys()):
                msg = f"card.nouns.{name}: no code {unknown[0]!r}"
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
        return any(source.licence == PRIVATE for source in (self.source, *(part.source for part in self.parts)))
