"""Compose the scene of a view: what the map shows, as plain values."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.generalise import is_large
from atlas.i18n import t
from atlas.io.mapped_shapes import dimensions_of
from atlas.io.memo import memoize
from atlas.scene.map.answer import make_answer
from atlas.scene.map.bounds import home_extent, initial_bounds
from atlas.scene.map.classes import CLASSED_OPACITY, class_rows, classes_of, variable_of
from atlas.scene.map.drawing_order import in_drawing_order
from atlas.scene.map.legend import make_legend
from atlas.scene.map.scene import Mark, Scene, Symbol, Tiles
from atlas.scene.map.symbol_size import symbol_radius
from atlas.scene.map.viewport import layer_query
from atlas.scene.query.drawn_shape import across_antimeridian, shape_area
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import (
    readable_layers,
    row_mask,
    shown_layers,
    territory_outline,
    uncertain_rows,
)
from atlas.scene.query.row_names import row_names
from atlas.scene.query.view import View

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Basemap, Catalog, Layer, Style
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import Classes


def compose(view: "View", atlas: "Atlas") -> Scene:
    """Compose the scene of a view.

    Parameters
    ----------
    view
        A validated view, see `atlas.scene.query.validate_view.validate_view`.
    atlas
        Declarations and rows.

    Returns
    -------
    Scene
        With the layers shown that have a geometry, in drawing order.
    """
    shown = [atlas.catalog[layer_id] for layer_id in shown_layers(view, atlas.catalog)]
    drawn = in_drawing_order((layer for layer in shown if layer.style), view.order)
    marks = tuple(mark_of(layer, atlas, view.lang, classes_of(layer, view)) for layer in drawn)
    grounds = readable_layers((layer for layer in atlas.catalog.values() if layer.backdrop), atlas.frames)
    online = atlas.catalog.basemaps.get(view.basemap)
    # The world lies below the basin.
    below = sorted(grounds, key=lambda layer: -layer.order)
    backdrop = tuple(mark_of(layer, atlas, view.lang) for layer in below)
    landscape = (layer for layer in atlas.catalog.values() if layer.ground and layer.style and layer not in shown)
    ground = tuple(mark_of(layer, atlas, view.lang) for layer in readable_layers(landscape, atlas.frames))
    kept = {layer.id: row_mask(layer.id, view, atlas) for layer in shown}
    answer = make_answer(view, kept, atlas)
    return Scene(
        backdrop=backdrop,
        ground=ground,
        tiles=_tiles(online, atlas.catalog, view.lang) if online else None,
        marks=marks,
        kept=kept,
        uncertain=_uncertain(view, kept, atlas),
        legend=tuple(entry for mark_ in reversed(marks) for entry in make_legend(mark_, kept, view, atlas)),
        bounds=initial_bounds(view, marks, kept, answer, atlas),
        camera=view.at,
        outline=selected_areas(view, atlas),
        area_query=to_permalink(View(territory=view.territory, select=view.select)).removeprefix("?") or None,
        card=view.card,
        home=home_extent(atlas),
        lang=view.lang,
        theme=view.theme,
        attribution=_credits((*reversed(marks), *backdrop, *ground), online, atlas.catalog, view.lang),
        layer_queries={mark_.layer: layer_query(mark_.layer, view) for mark_ in marks if mark_.large},
        opacity={layer_id: share for layer_id, share in view.opacity if layer_id in kept},
        answer=answer,
        notes=view.note,
    )


def selected_areas(view: "View", atlas: "Atlas") -> tuple[shapely.Geometry, ...]:
    """Return the territories and the drawn shape of a view as areas to draw, EPSG:4326; longitudes may exceed 180."""
    drawn = (shape_area(view.select),) if view.select else ()
    territories = (territory_outline(territory, atlas) for territory in view.territory)
    return tuple(across_antimeridian(area) for area in (*territories, *drawn))


def _uncertain(view: "View", kept: Mapping[str, np.ndarray], atlas: "Atlas") -> dict[str, np.ndarray]:
    if view.year is None:
        return {}
    dated = [layer_id for layer_id in kept if atlas.catalog[layer_id].period]
    return {
        layer_id: kept[layer_id] & uncertain_rows(atlas.frames[layer_id], atlas.catalog[layer_id], view.year)
        for layer_id in dated
    }


def mark_of(layer: "Layer", atlas: "Atlas", lang: str, classes: "Classes | None" = None) -> Mark:
    """Return the mark of one layer, memoized by language and classification; see `make_mark`."""
    gdf = atlas.frames[layer.id]
    return memoize(gdf, ("mark", layer.id, lang, classes), lambda: make_mark(layer, gdf, lang, classes))


def make_mark(layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str, classes: "Classes | None" = None) -> Mark:
    """Make the mark of one layer: its symbols, and the symbol of each row.

    Parameters
    ----------
    layer, gdf
        Declaration and rows.
    lang
        Language of the titles.
    classes
        Classification of a numeric field; None uses the symbols of the declaration.

    Raises
    ------
    ValueError
        The layer is a table.
    """
    style = layer.style
    if style is None:
        msg = f"{layer.id} is a table"
        raise ValueError(msg)
    if classes:
        classed = class_rows(layer, gdf, classes, lang)
        plain, symbol_of = classed.symbols, classed.symbol_of
    else:
        plain = _symbols(layer, style, lang)
        symbol_of = _symbol_of(gdf, style, plain)
    kinds = _kinds(gdf, symbol_of, len(plain))
    symbols = tuple(replace(symbol, kind=kind) for symbol, kind in zip(plain, kinds, strict=True))
    return Mark(
        layer=layer.id,
        title=layer.title(lang),
        geometry=layer.geometry,
        symbols=symbols,
        field=classes.field if classes else style.by,
        features=gdf.geometry,
        # Row by row a column of texts takes ten times as long.
        names=tuple(row_names(layer, gdf, lang).to_numpy(dtype=object)),
        symbol_of=symbol_of,
        radius=symbol_radius(gdf, style),
        hollow=_hollow(gdf, style, unsized=layer.join is not None),
        from_zoom=_from_zoom(gdf, style),
        width=style.width,
        opacity=max(style.opacity, CLASSED_OPACITY) if classes else style.opacity,
        symbol_below=style.symbol_below,
        labels=style.labels,
        variable=variable_of(layer, classes.field, lang) if classes else _classed_field(layer, style, lang),
        credit=tuple((producer, source.licence) for _, source in layer.files for producer in source.producers(lang)),
        ground=layer.ground,
        large=not layer.backdrop and is_large(gdf.geometry.array),
    )


def _classed_field(layer: "Layer", style: "Style", lang: str) -> str | None:
    return layer.fields[style.by].title(lang) if style.by else None


def _symbols(layer: "Layer", style: "Style", lang: str) -> tuple[Symbol, ...]:
    default = {key: getattr(style, key) for key in ("color", "color_dark", "shape", "pattern", "line")}
    if style.by is None:
        return (Symbol(code=None, title=layer.title(lang), kind="", **default),)
    field = layer.fields[style.by]
    codes = {code: text(lang) for code, text in field.codes.items()} or {
        code: f"{field.title(lang)}{t('value.is', lang)}{t(f'value.{code}', lang)}" for code in ("true", "false")
    }
    symbols = []
    for code, title in codes.items():
        own = style.classes.get(code)
        differing = {key: value for key in default if own and (value := getattr(own, key)) is not None}
        symbols.append(Symbol(code=code, title=title, kind="", **(default | differing)))
    return (*symbols, Symbol(code=None, title=t("value.unknown", lang), kind="", **default))


def _kinds(gdf: "gpd.GeoDataFrame", symbol_of: np.ndarray, count: int) -> list[str]:
    """Return for each symbol the most frequent geometry of its rows, which the legend draws."""
    dimension = dimensions_of(gdf.geometry)
    kinds = []
    for position in range(count):
        own = dimension[(symbol_of == position) & (dimension >= 0)]
        most = int(np.bincount(own).argmax()) if len(own) else 0
        kinds.append(("point", "line", "polygon")[most])
    return kinds


def _symbol_of(gdf: "gpd.GeoDataFrame", style: "Style", symbols: tuple[Symbol, ...]) -> np.ndarray:
    if style.by is None:
        return np.zeros(len(gdf), dtype=np.uint8)
    column = gdf[style.by]
    if isinstance(column.dtype, pd.BooleanDtype):
        column = column.map({True: "true", False: "false"})
    codes = pd.Index([symbol.code for symbol in symbols[:-1]]).get_indexer(column)
    return np.where(codes < 0, len(symbols) - 1, codes).astype(np.uint8)


def _hollow(gdf: "gpd.GeoDataFrame", style: "Style", *, unsized: bool) -> np.ndarray:
    """Return the rows that are drawn without fill; `unsized`: also those whose size is not known."""
    hollow = np.zeros(len(gdf), dtype=bool)
    if unsized and style.size_by:
        hollow |= gdf[style.size_by].isna().to_numpy(dtype=bool)
    for field, codes in style.hollow.items():
        hollow |= gdf[field].isin(codes).to_numpy(dtype=bool)
    return hollow


def _from_zoom(gdf: "gpd.GeoDataFrame", style: "Style") -> np.ndarray:
    if style.zoom_by is None:
        return np.zeros(len(gdf), dtype=np.float32)
    return gdf[style.zoom_by].fillna(0).to_numpy(dtype=np.float32)


def _tiles(online: "Basemap", catalog: "Catalog", lang: str) -> Tiles:
    """Return an online basemap, and the one that it is compared with."""
    against = catalog.basemaps.get(online.against or "")
    return Tiles(
        title=online.title(lang),
        url=online.url,
        layer=online.layer,
        format=online.format,
        min_zoom=online.min_zoom,
        max_zoom=online.max_zoom,
        years=online.years,
        against=_tiles(against, catalog, lang) if against else None,
        names=online.names,
        relief=online.relief,
    )


def _credits(
    marks: tuple[Mark, ...], online: "Basemap | None", catalog: "Catalog", lang: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every licence of the layers drawn, each with its producers."""
    by_licence: dict[str, dict[str, None]] = {}
    for basemap in (online, catalog.basemaps.get(online.against or "")) if online else ():
        if basemap:
            by_licence.setdefault(basemap.licence, {})[basemap.credit] = None
    for mark in marks:
        for producer, licence in mark.credit:
            by_licence.setdefault(licence, {})[producer] = None
    return tuple((t(f"licence.{licence}", lang), tuple(producers)) for licence, producers in by_licence.items())
