"""Connectors: the address of a source, its expected columns, and the layer they make."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import Field as Option

from atlas.catalog import Layer
from atlas.catalog.declarations import Declaration, Id, Sentence
from atlas.io.imports.draft_declaration import OWN_THEME
from atlas.io.sources.completion import completed_document, declared_text

Kind = Literal["file", "whc_xml", "json_rows", "overpass", "osm_pbf", "wfs", "datagouv", "numbered", "terrain"]
Measure = Literal["length_km", "area_ha"]


class Connector(Declaration):
    """How one source is fetched and read.

    ``kind`` is the protocol, ``ending`` the file extension. ``columns`` lists for each field of the layer its possible
    names in the source, the first found counts; those of ``optional`` fields may be missing. ``codes`` maps values of
    the source to codes, ``blanks`` are its values for "no value". ``id`` names the columns of the row id. ``layer`` is
    a layer or sheet of the file (the first found), ``page`` the rows of one request, ``query`` its other parameters,
    ``resource`` a word in the title of a file of a data set.
    ``sha256`` pins a release that never changes.

    ``keep`` lists, for columns of the source, the values that a row must have (``59*``: any that begin so),
    ``required`` the fields that it must have. ``constants`` are cells that all rows have, ``measures`` fields that are
    measured on the geometry. ``box`` is the area that is asked for, in EPSG:2154, where the order of the axes is beyond
    doubt.

    Of ``numbered`` pages ``rows`` and ``total`` are the keys of the rows and of their number, ``position`` that of the
    geometry of a row. ``each`` is the parameter that names so many ``communes`` of the basin at once.
    """

    kind: Kind
    url: Sentence
    ending: Sentence = ".geojson"
    id: tuple[Sentence, ...] = ()
    columns: dict[Id, tuple[Sentence, ...]]
    optional: tuple[Id, ...] = ()
    codes: dict[Id, dict[str, str]] = Option(default={})
    blanks: tuple[str, ...] = ()
    x: Sentence | None = None
    y: Sentence | None = None
    crs: Sentence | None = None
    layer: tuple[Sentence, ...] = ()
    page: int = 0
    query: dict[str, str] = Option(default={})
    resource: Sentence | None = None
    sha256: Sentence | None = None
    keep: dict[str, tuple[str, ...]] = Option(default={})
    required: tuple[Id, ...] = ()
    constants: dict[Id, str | bool] = Option(default={})
    measures: dict[Id, Measure] = Option(default={})
    box: tuple[float, float, float, float] | None = None
    rows: Sentence = "data"
    total: Sentence = "results"
    position: Sentence = "geom"
    each: Sentence = "code_insee"
    communes: int = 10


@dataclass(frozen=True, slots=True)
class SourceDeclaration:
    """A connector, the layer that it makes or completes, and the text of the declaration of that layer."""

    connector: Connector
    layer: Layer
    text: str


def connector_ids() -> list[str]:
    """Return the ids of all connectors, which are those of their layers."""
    return sorted(path.name.removesuffix(".toml") for path in _folder().iterdir() if path.name.endswith(".toml"))


def open_connector(name: str) -> SourceDeclaration:
    """Read one connector.

    Raises
    ------
    KeyError
        There is none of that id.
    """
    if name not in connector_ids():
        raise KeyError(name)
    document = tomllib.loads(_folder().joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    connector = Connector.model_validate(document.pop("fetch"))
    theme = document.pop("theme", OWN_THEME)
    if document.get("completes"):
        theme, document = completed_document(name, document)
    layer = Layer.model_validate({**document, "id": name, "theme": theme, "folder": Path()})
    return SourceDeclaration(connector, layer, declared_text(document))


def _folder() -> Any:
    return files("atlas.io.sources").joinpath("declared")
