"""Read ``layers/<theme>/*.toml`` into a read-only mapping of layer ids."""

import contextlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from atlas.catalog.declarations import Declaration
from atlas.catalog.layer import Layer
from atlas.catalog.layers_table import layers_table
from atlas.catalog.themes import Basemap, Theme
from atlas.errors import CatalogError, LayerMissingError, ViewError, nearest
from atlas.folders import own_folder, package_folder, shipped_layers, store_folder
from atlas.toml_text import parse_toml

# Of a declaration: the largest that is shipped has 40 kB.
_LARGEST = 2_000_000
_UNREADABLE = (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError)
DeclarationType = TypeVar("DeclarationType", bound=Declaration)


class Catalog(Mapping[str, Layer]):
    """The layers of an atlas by id, in the order of the tree, and its themes.

    Attributes
    ----------
    themes
        Theme by id, in order.
    basemaps
        Online background by id.
    problems
        One error for each declaration that cannot be used.
    """

    def __init__(
        self,
        layers: Mapping[str, Layer],
        themes: Mapping[str, Theme],
        basemaps: Mapping[str, Basemap],
        problems: tuple[CatalogError, ...] = (),
    ) -> None:
        self._layers = dict(layers)
        self.themes = dict(themes)
        self.basemaps = dict(basemaps)
        self.problems = problems

    def __getitem__(self, layer_id: str) -> Layer:
        """Return the layer of that id.

        Raises
        ------
        LayerMissingError
            There is none: a `KeyError` that is a sentence too, for layers that the program itself asks for.
        """
        if layer_id not in self._layers:
            raise LayerMissingError("layer_unknown", key="layers", value=layer_id, nearest=nearest(layer_id, self))
        return self._layers[layer_id]

    def __contains__(self, layer_id: object) -> bool:
        """Return whether there is a layer of that id."""
        return layer_id in self._layers

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids in the order of the tree."""
        return iter(self._layers)

    def __len__(self) -> int:
        """Count the layers."""
        return len(self._layers)

    def _repr_html_(self) -> str:
        """Return the layers as a table, for a notebook."""
        return layers_table(self.values(), self.themes)

    def find(self, layer_id: str, *, key: str) -> Layer:
        """Return the layer of an id, as typed by a user.

        Parameters
        ----------
        layer_id
            The id.
        key
            Option or parameter with the id, named in the error.

        Raises
        ------
        ViewError
            There is no such layer.
        """
        if layer_id not in self._layers:
            raise ViewError("layer_unknown", key=key, value=layer_id, nearest=nearest(layer_id, self))
        return self._layers[layer_id]

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the ids of the layers shown by default."""
        return tuple(layer_id for layer_id, layer in self.items() if layer.shown)


def own_layers() -> Path:
    """Return the folder of the user's own layers, which need not exist.

    ``ATLAS_LAYERS`` names it; by default it is in the user's data folder.

    Raises
    ------
    CatalogError
        ``ATLAS_LAYERS`` names a folder inside the program or the layers that come with it.
    """
    folder = own_folder()
    program = (shipped_layers().resolve(), package_folder().resolve())
    if any(folder.resolve().is_relative_to(inside) for inside in program):
        raise CatalogError("own_inside", path=folder)
    return folder


def open_catalog(root: Path, *, beside: Iterable[Path] | None = None) -> Catalog:
    """Read every declaration below `root`, and those of the user's own layers.

    An invalid declaration is left out and reported in `Catalog.problems`. Of a repeated id or theme the first one
    counts. A layer of the shared database replaces the shipped layer of the same id, and so does an own copy of it that
    was completed from its source.

    Parameters
    ----------
    root
        Folder of an atlas.
    beside
        Folders of further layers; by default `own_layers` for the shipped atlas, else none.

    Raises
    ------
    CatalogError
        `root` holds no theme.
    """
    if beside is None:
        beside = (own_layers(),) if root == shipped_layers() else ()
    themes, problems = _declare_themes(root)
    if not themes and not problems:
        raise CatalogError("no_theme", path=root)
    layers: dict[str, Layer] = {}
    shared = store_folder() if root == shipped_layers() else None
    for folder in ((shared,) if shared else ()) + (root, *beside):
        own, errors = ({}, []) if folder == root else _declare_themes(folder)
        themes = own | themes
        instead = layers if folder == root else {}
        problems += [*errors, *_declare_layers(folder, themes, layers, instead=frozenset(instead))]
    basemaps, errors = _declare_basemaps(root / "basemaps.toml")
    problems += errors
    order = {theme.id: theme.order for theme in themes.values()}
    in_order = sorted(layers.values(), key=lambda layer: (order.get(layer.theme, len(order)), layer.order, layer.id))
    themes = dict(sorted(themes.items(), key=lambda item: item[1].order))
    return Catalog({layer.id: layer for layer in in_order}, themes, basemaps, tuple(problems))


def _declare_themes(root: Path) -> tuple[dict[str, Theme], list[CatalogError]]:
    themes = {}
    problems: list[CatalogError] = []
    for folder in sorted(path.parent for path in _within(root, "theme.toml")):
        theme, errors = _declare(folder / "theme.toml", Theme, id=folder.name)
        problems += errors
        if theme:
            themes[theme.id] = theme
    return themes, problems


def _within(root: Path, name: str) -> list[Path]:
    """Return the files of a name in the folders of a folder; one that is being taken out meanwhile has none."""
    found: list[Path] = []
    for folder in root.glob("*"):
        with contextlib.suppress(FileNotFoundError):
            found += folder.glob(name)
    return found


def _declare_layers(
    root: Path, themes: Mapping[str, Theme], layers: dict[str, Layer], *, instead: frozenset[str] = frozenset()
) -> list[CatalogError]:
    """Add the layers below `root` to those that are known, but for those that others stand in the place of."""
    problems: list[CatalogError] = []
    for path in sorted(_within(root, "*.toml")):
        if path.name == "theme.toml" or path.stem in instead:
            continue
        layer, errors = _declare(path, Layer, id=path.stem, theme=path.parent.name, folder=path.parent)
        if layer and layer.theme not in themes and not (path.parent / "theme.toml").exists():
            errors.append(CatalogError("theme_missing", path=_short(path)))
        problems += errors
        if layer and layer.id in layers and not _completes(layer, layers[layer.id]):
            problems.append(CatalogError("id_repeated", path=_short(path), id=layer.id))
        elif layer:
            layers[layer.id] = layer
    return problems


def _completes(layer: Layer, shipped: Layer) -> bool:
    """Return whether a layer is an own copy of another, completed from the source of that id."""
    return layer.completes and layer.connector == layer.id and layer.theme == shipped.theme and not shipped.completes


def _declare_basemaps(path: Path) -> tuple[dict[str, Basemap], list[CatalogError]]:
    """Read the online backgrounds; an atlas without that file has none."""
    if not path.exists():
        return {}, []
    raw, errors = _read(path)
    basemaps = {}
    for name, given in raw.items():
        basemap, wrong = _validate(path, Basemap, given, under=f"{name}.")
        errors += wrong
        if basemap:
            basemaps[name] = basemap
    for name, basemap in basemaps.items():
        if basemap.against and basemap.against not in basemaps:
            problem = f"no background {basemap.against!r}; there are {', '.join(basemaps)}"
            errors.append(
                CatalogError("declaration_wrong", path=_short(path), field=f"{name}.against", problem=problem)
            )
    return basemaps, errors


def _declare(
    path: Path, kind: type[DeclarationType], **given: object
) -> tuple[DeclarationType | None, list[CatalogError]]:
    try:
        return cast("DeclarationType", _made(_text_of(path), kind, tuple(given.items()))), []
    except ValidationError as exc:
        return None, _mistakes(path, exc)
    except _UNREADABLE as exc:
        return None, [CatalogError("declaration_unreadable", path=_short(path), problem=exc)]


def _read(path: Path) -> tuple[dict[str, Any], list[CatalogError]]:
    try:
        return _parse(_text_of(path)), []
    except _UNREADABLE as exc:
        return {}, [CatalogError("declaration_unreadable", path=_short(path), problem=exc)]


def _text_of(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > _LARGEST:
        # A pipe would be waited for without end.
        msg = f"no file of at most {_LARGEST} bytes"
        raise OSError(msg)
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _parse(text: str) -> dict[str, Any]:
    """Return what a TOML text says, to be read only: an import opens all declarations again, and few have changed."""
    return parse_toml(text)


@lru_cache(maxsize=256)
def _made(text: str, kind: type[Declaration], given: tuple[tuple[str, object], ...]) -> Declaration:
    """Return the declaration of a text: frozen, so that all catalogues share it, as they share what it is read from."""
    return kind.model_validate({**_parse(text), **dict(given)})


def _validate(
    path: Path, kind: type[DeclarationType], raw: object, *, under: str = ""
) -> tuple[DeclarationType | None, list[CatalogError]]:
    try:
        return kind.model_validate(raw), []
    except ValidationError as exc:
        return None, _mistakes(path, exc, under)


def _mistakes(path: Path, problem: ValidationError, under: str = "") -> list[CatalogError]:
    """Return every problem of a declaration, with its file and key."""
    return [
        CatalogError(
            "declaration_wrong",
            path=_short(path),
            field=(under + ".".join(map(str, error["loc"]))).rstrip(".") or "layer",
            problem=error["msg"].removeprefix("Value error, "),
        )
        for error in problem.errors()
    ]


def _short(path: Path) -> str:
    """Name a file from its `layers/` folder on: long enough to find it, the same on every machine."""
    return "/".join(path.parts[-3:])
