"""Connectors: the address of a source, its expected columns, and the layer they make."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import Field as Option

from atlas.catalog import Layer
from atlas.catalog.declarations import Declaration, Id, Sentence

Kind = Literal["file", "whc_xml", "json_rows", "overpass", "osm_pbf", "wfs", "datagouv"]


class Connector(Declaration):
    """How one source is fetched and read.

    ``kind`` is the protocol, ``ending`` the file extension. ``columns`` lists for each field of the layer its possible
    names in the source, the first found counts; those of ``optional`` fields may be missing. ``codes`` maps values of
    the source to codes, ``blanks`` are its values for "no value". ``id`` names the columns of the row id. ``layer`` is
    a layer or sheet of the file (the first found), ``page`` the rows of one request, ``query`` its other parameters,
    ``resource`` a word in the title of a file of a data set.
    ``sha256`` pins a release that never changes.
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


@dataclass(frozen=True, slots=True)
class SourceDeclaration:
    """A connector, the layer that it makes, and the text of the file that declares both."""

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
    text = _folder().joinpath(f"{name}.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    connector = Connector.model_validate(document.pop("fetch"))
    layer = Layer.model_validate({**document, "id": name, "theme": "own", "folder": Path()})
    return SourceDeclaration(connector, layer, text)


def _folder() -> Any:
    return files("atlas.io.sources").joinpath("declared")
