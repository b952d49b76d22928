"""The territories of a comparison, cut by the perimeter of the view."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.indicators import indicators_in
from atlas.analysis.spatial.measure import EQUAL_AREA, areas_m2
from atlas.analysis.spatial.territories import Territories
from atlas.errors import ViewError
from atlas.scene.query.compare_parameters import DRAWN, PERIMETERS, Level, Perimeter
from atlas.scene.query.completeness import area_of, complete_share, covered_share
from atlas.scene.query.drawn_shape import shape_area
from atlas.scene.query.row_masks import readable_layers
from atlas.scene.query.row_names import row_name
from atlas.scene.query.territories import HOME_BASIN, territory_layer

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

    Frames = Mapping[str, gpd.GeoDataFrame]

CRS = "EPSG:4326"
_PEOPLE = "population_2023"
# From the first share on a commune is inside, up to the second it is outside: simplified outlines never fit exactly.
_WHOLE, _NONE = 0.99, 0.01


def build_territories(ids: Iterable[str], view: "View", atlas: "Atlas") -> Territories:
    """Return territories with the outlines, communes and figures that indicators need.

    Parameters
    ----------
    ids
        Basins, inter-municipal bodies, communes, or ``drawn`` for the shape of the view.
    view
        Its perimeter, drawn shape, year and versions of contested figures.
    atlas
        Declarations and rows.

    Raises
    ------
    ViewError
        A territory is unknown, or the view has no drawn shape where one is needed.
    """
    perimeter = perimeter_of(view)
    found = {territory: _declared(territory, view, atlas) for territory in dict.fromkeys(ids)}
    level = pd.Series({territory: level for territory, (level, _) in found.items()}, dtype="str")
    whole = pd.Series({territory: outline for territory, (_, outline) in found.items()}, dtype="object")
    home = atlas.frames[territory_layer(HOME_BASIN, atlas).id].geometry[HOME_BASIN]
    outlines = _within(perimeter, whole, level, view, atlas.frames)
    approximate = atlas.frames["mining_basins"]["outline"].reindex(level.index) == "approximate"
    communes, expected = _communes(perimeter, outlines, level, atlas.frames)
    figures = _figures(view, atlas.catalog)
    entire = perimeter == "mbm"
    own = level.index == HOME_BASIN
    area = areas_m2(outlines) / 1e6
    population = _people(communes, expected, atlas.frames)
    if entire:
        area = area.mask(own, figures.get("basin_area", area))
        population = population.mask(own, figures.get("basin_population", population))
    return Territories(
        outlines=outlines,
        level=level,
        area_km2=area.rename("area_km2"),
        surveyed=covered_share(outlines, home),
        approximate=approximate,
        communes=communes,
        communes_expected=expected,
        population=population,
        home=HOME_BASIN,
        entire=entire,
        year=view.year or latest_year(atlas.catalog),
        figures=figures if entire else {},
        complete=_complete(outlines, atlas),
    )


def perimeter_of(view: "View") -> Perimeter:
    """Return the perimeter of a view: the 250 communes of the Mission Bassin Minier unless another is chosen."""
    return next((perimeter for perimeter in PERIMETERS if perimeter == view.perimeter), PERIMETERS[0])


def ids_of(level: Level, atlas: "Atlas") -> list[str]:
    """Return the ids of all territories of a level, in the order of their layer."""
    layers = readable_layers((layer for layer in atlas.catalog.values() if layer.level == level), atlas.frames)
    return [territory for layer in layers for territory in atlas.frames[layer.id].index]


def names_of(ids: Iterable[str], atlas: "Atlas", lang: str, *, drawn: str) -> dict[str, str]:
    """Return the name of each territory in a language; `drawn` is the name of the drawn outline."""
    names = {}
    for territory in ids:
        if territory == DRAWN:
            names[territory] = drawn
            continue
        layer = territory_layer(territory, atlas)
        row = atlas.frames[layer.id].loc[territory]
        names[territory] = row_name(layer, row, lang)
    return names


def latest_year(catalog: "Catalog") -> int:
    """Return the latest year in which a source was accessed; ages do not depend on the current date."""
    return max(source.accessed.year for layer in catalog.values() for _, source in layer.files)


def version_number(text: str) -> float:
    """Return the value of a version of a contested figure; NaN for a range or a text."""
    bare = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return float("nan")


def _declared(territory: str, view: "View", atlas: "Atlas") -> tuple[str, shapely.Geometry | None]:
    """Return the level and the outline of a territory; None where it is known as a point."""
    if territory == DRAWN:
        if view.select is None:
            raise ViewError("outline_not_drawn", key="compare")
        return DRAWN, shape_area(view.select)
    layer = territory_layer(territory, atlas)
    outline = atlas.frames[layer.id].geometry[territory]
    known = outline is not None and shapely.get_dimensions(outline) == 2  # noqa: PLR2004 - an area
    return str(layer.level), outline if known else None


def _within(perimeter: Perimeter, whole: pd.Series, level: pd.Series, view: "View", frames: "Frames") -> gpd.GeoSeries:
    """Return the outlines cut by a perimeter; None where nothing of a territory is inside."""
    if perimeter == "mbm":
        return gpd.GeoSeries(whole, crs=CRS)
    if perimeter == "bodies":
        outlines = frames["intercommunality_outlines"].geometry
        parts = frames["intercommunalities"].geometry
        bodies = whole.where(level != "intercommunality", outlines.reindex(level.index))
        if HOME_BASIN in bodies.index:
            known = outlines.reindex(parts.index)
            bodies[HOME_BASIN] = shapely.union_all(known.where(known.notna(), parts).to_numpy())
        return gpd.GeoSeries(bodies, index=level.index, crs=CRS)
    if perimeter == "drawn":
        if view.select is None:
            raise ViewError("outline_not_drawn", key="perimeter")
        window = shape_area(view.select)
    else:
        layer = {"property": "unesco_components", "buffer": "unesco_buffer"}[perimeter]
        window = shapely.union_all(frames[layer].geometry.to_numpy())
    cut = [_areas_of(shape) for shape in shapely.intersection(whole.to_numpy(), window)]
    return gpd.GeoSeries(cut, index=level.index, crs=CRS)


def _areas_of(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return only the areas of an intersection, without the lines along which two shapes touch."""
    parts = shapely.get_parts(shape) if shape is not None else np.empty(0, dtype=object)
    areas = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]  # noqa: PLR2004
    return shapely.union_all(areas) if len(areas) else None


def _communes(
    perimeter: Perimeter, outlines: gpd.GeoSeries, level: pd.Series, frames: "Frames"
) -> tuple[dict[str, tuple[str, ...]], pd.Series]:
    """Return the whole communes of each territory, and the number of communes that it has or cuts.

    From the columns of the layers where the perimeter follows communes; from the outlines where it may cut them.
    """
    communes, bodies = frames["communes"], frames["intercommunalities"]
    members: dict[str, tuple[str, ...]] = {}
    expected: dict[str, int] = {}
    for territory in level.index:
        if level[territory] == DRAWN or perimeter not in {"mbm", "bodies"}:
            members[territory], expected[territory] = _cut_communes(outlines[territory], communes)
        elif level[territory] == "commune":
            members[territory], expected[territory] = (territory,), 1
        elif level[territory] == "intercommunality":
            members[territory] = tuple(communes.index[communes["intercommunality"] == territory])
            expected[territory] = int(bodies.loc[territory, "communes_total" if perimeter == "bodies" else "communes"])
        else:
            home = territory == HOME_BASIN
            members[territory] = tuple(communes.index) if home else ()
            total = bodies["communes_total"].sum() if perimeter == "bodies" else len(communes)
            expected[territory] = int(total) if home else 0
    return members, pd.Series(expected, index=level.index)


def _people(communes: Mapping[str, tuple[str, ...]], expected: pd.Series, frames: "Frames") -> pd.Series:
    """Return the inhabitants of each territory; NaN where it does not consist of whole communes."""
    owner = np.repeat(np.arange(len(communes)), [len(those) for those in communes.values()])
    people = (
        frames["communes"][_PEOPLE]
        .astype("float64")
        .reindex([commune for those in communes.values() for commune in those])
    )
    total = np.bincount(owner, weights=people, minlength=len(communes))
    whole = (np.bincount(owner, minlength=len(communes)) == expected) & (expected > 0)
    return pd.Series(total, index=expected.index).where(whole)


def _cut_communes(outline: shapely.Geometry | None, communes: gpd.GeoDataFrame) -> tuple[tuple[str, ...], int]:
    if outline is None:
        return (), 0
    near = communes.geometry.iloc[communes.sindex.query(outline, predicate="intersects")]
    local, area = near.to_crs(EQUAL_AREA), gpd.GeoSeries([outline], crs=CRS).to_crs(EQUAL_AREA).iloc[0]
    inside = local.intersection(area).area / local.area
    return tuple(inside.index[inside >= _WHOLE]), int((inside > _NONE).sum())


def _complete(outlines: gpd.GeoSeries, atlas: "Atlas") -> dict[str, pd.Series]:
    """Return for each layer or kind that an indicator depends on the share of each outline where it is complete."""
    keys = {key for declared in indicators_in(atlas.catalog).values() for key in declared.incomplete}
    areas = {key: area_of(key, atlas.catalog) for key in sorted(keys)}
    shares = {area: complete_share(area, outlines, atlas) for area in set(areas.values())}
    return {key: shares[area] for key, area in areas.items()}


def _figures(view: "View", catalog: "Catalog") -> dict[str, float]:
    """Return the value of each chosen version that an indicator depends on."""
    used = {figure for declared in indicators_in(catalog).values() for figure in declared.figures}
    figures = {key: figure for layer in catalog.values() for key, figure in layer.figures.items()}
    return {
        figure: version_number(figures[figure].versions[choice].value)
        for figure, choice in view.version
        if figure in used and figure in figures
    }
