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
    from atlas.analysis.indicators.registry import indicator
    from atlas.api.atlas import Atlas
    from atlas.api.atlas import open_atlas as open  # noqa: A004 - `atlas.open`, as one opens a file
    from atlas.api.show import show
    from atlas.api.view import View
    from atlas.catalog.filter import Filter
    from atlas.errors import (
        AtlasError,
        CatalogError,
        IndicatorError,
        LayerDataError,
        LayerMissingError,
        StoryError,
        ViewError,
    )
    from atlas.scene.query.view import Camera, Near

    __version__: str

__all__ = [
    "Atlas",
    "AtlasError",
    "Camera",
    "CatalogError",
    "Filter",
    "IndicatorError",
    "LayerDataError",
    "LayerMissingError",
    "Near",
    "StoryError",
    "View",
    "ViewError",
    "__version__",
    "indicator",
    "open",
    "show",
]

# Imported when first asked for: the list of layers must not wait for geopandas.
_EXPORTS = {
    "Atlas": ("atlas.api.atlas", "Atlas"),
    "Camera": ("atlas.scene.query.view", "Camera"),
    "Filter": ("atlas.catalog.filter", "Filter"),
    "Near": ("atlas.scene.query.view", "Near"),
    "View": ("atlas.api.view", "View"),
    "indicator": ("atlas.analysis.indicators.registry", "indicator"),
    "open": ("atlas.api.atlas", "open_atlas"),
    "show": ("atlas.api.show", "show"),
    **{name: ("atlas.errors", name) for name in __all__ if name.endswith("Error")},
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
