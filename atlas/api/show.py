"""Rows of a program as a map, the fast twin of `GeoDataFrame.explore`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import folium
    import geopandas as gpd


def show(  # noqa: PLR0913 - what `GeoDataFrame.explore` takes too
    gdf: "gpd.GeoDataFrame",
    column: str | None = None,
    *,
    scheme: str = "quantiles",
    k: int = 5,
    color: str | None = None,
    name: str | None = None,
    lang: str = "en",
    **options: Any,
) -> "folium.Map":
    """Return a GeoDataFrame as a `folium.Map` that needs no network, drawn as the atlas draws its layers.

    Parameters
    ----------
    gdf
        Rows with a known reference system.
    column
        Column that colours the rows: numbers in classes, anything else by value.
    scheme
        Of the classes: ``"quantiles"``, ``"natural_breaks"`` or ``"equal_intervals"``.
    k
        Number of classes, 2 to 7.
    color
        Colour of all rows, or of the highest class: ``"#0B6E8A"``, ``"teal"``.
    name
        Name of the layer.
    lang
        Language of legend and controls: ``"fr"``, ``"en"``, ``"pt"``.
    **options
        Of `folium.Map`, for example ``height``; ``assets``, a folder with the files of plugins (see `Atlas.map`).

    Raises
    ------
    LayerDataError
        The rows have no reference system; there is no such column.
    ViewError
        There is no such scheme or number of classes.

    Examples
    --------
    >>> import atlas, folium
    >>> heaps = atlas.open().read("slag_heaps")
    >>> isinstance(atlas.show(heaps, column="area_ha", scheme="quantiles"), folium.Map)
    True
    """
    from atlas.api.maps import map_rows  # noqa: PLC0415 - folium is imported for a map
    from atlas.api.own_style import OwnStyle  # noqa: PLC0415 - as above

    return map_rows(gdf, OwnStyle(column, scheme, k, color, name), lang=lang, options=options)
