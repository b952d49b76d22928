"""A geospatial atlas of post-mining territories.

>>> import atlas
>>> heaps = atlas.open().read("slag_heaps")
>>> len(heaps)
333
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from atlas.errors import AtlasError, CatalogError, LayerDataError, StoryError, ViewError
    from atlas.io.atlas import Atlas
    from atlas.io.atlas import open_atlas as open  # noqa: A004 - `atlas.open`, as one opens a file
    from atlas.scene.query.view import View

    __version__: str

__all__ = [
    "Atlas",
    "AtlasError",
    "CatalogError",
    "LayerDataError",
    "StoryError",
    "View",
    "ViewError",
    "__version__",
    "open",
]

# Imported when first asked for: the list of layers must not wait for geopandas.
_EXPORTS = {
    "Atlas": ("atlas.io.atlas", "Atlas"),
    "AtlasError": ("atlas.errors", "AtlasError"),
    "CatalogError": ("atlas.errors", "CatalogError"),
    "LayerDataError": ("atlas.errors", "LayerDataError"),
    "StoryError": ("atlas.errors", "StoryError"),
    "View": ("atlas.scene.query.view", "View"),
    "ViewError": ("atlas.errors", "ViewError"),
    "open": ("atlas.io.atlas", "open_atlas"),
}

# Quiet as a library: who runs the atlas says where its log goes.
logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    """Import what the package exports."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - as above

        return version("post-mining-atlas")
    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, exported = _EXPORTS[name]
    return getattr(import_module(module), exported)


def __dir__() -> list[str]:
    """List what the package exports beside its modules."""
    return sorted({*globals(), *__all__})
