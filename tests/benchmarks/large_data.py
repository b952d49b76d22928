"""Makes layers of any size, the same for the same seed: polygons with shared borders, communes, lines, points.

Polygons are the cells of clustered seeds (small in towns, large in the country) whose borders wind; neighbours share
every vertex of their border. Some cells hold another one as an island, some have two parts. Communes are the real ones
of the atlas, moved side by side as often as is needed. Run it to write a folder of layers:

    python tests/benchmarks/large_data.py FOLDER polygons:300000 points:1000000
"""

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import Voronoi

ROOT = Path(__file__).parents[2]
# About the mining basin: (west, south, east, north), EPSG:4326.
EXTENT = (1.6, 49.9, 4.2, 51.0)
KINDS = ("wood", "pond", "heap", "field", "estate", "works", "road", "other")
COLORS = ("#2E7D4F", "#1D727D", "#22262A", "#B08A2E", "#9C3D2E", "#5B6770", "#7A4E9E", "#8A8F94")
SEED = 20261122
# Points that halve each border this often: 2 ** 3 vertices a border, about 50 a polygon.
_HALVINGS = 3


def make_polygons(count: int, seed: int = SEED) -> gpd.GeoDataFrame:
    """Make a coverage of polygons: no overlap, no gap, borders shared vertex by vertex; holes and parts among them."""
    random = np.random.default_rng(seed)
    cells = _cells(_clustered(count, random))
    shapes = _with_islands(cells, max(1, count // 50), random)
    return _table(_with_parts(_in_order(shapes), max(1, count // 100)), random)


def multiply_communes(count: int) -> gpd.GeoDataFrame:
    """Return the communes of the basin, moved side by side until there are that many."""
    own = gpd.read_parquet(ROOT / "layers/territories/communes.parquet").geometry.to_numpy()
    west, south, east, north = shapely.total_bounds(own)
    copies = -(-count // len(own))
    columns = int(np.ceil(np.sqrt(copies)))
    moved = []
    for k in range(copies):
        # Moved towards the equator as far as towards the east: no copy leaves the map.
        dx, dy = (k % columns - columns // 2) * (east - west), -(k // columns) * (north - south)
        moved.append(shapely.transform(own, lambda xy, dx=dx, dy=dy: np.add(xy, [dx, dy])))
    return _table(np.concatenate(moved)[:count], np.random.default_rng(SEED))


def make_lines(count: int, seed: int = SEED) -> gpd.GeoDataFrame:
    """Make winding lines that meet at their ends: the borders of cells, a third of them left out."""
    random = np.random.default_rng(seed)
    diagram = Voronoi(_clustered(max(8, count * 2 // 3), random))
    ends = np.array(diagram.ridge_vertices)
    ends = ends[(ends >= 0).all(axis=1)]
    winding = _winding(diagram.vertices, ends, random)
    west, south, east, north = EXTENT
    inside = ((winding > [west, south]) & (winding < [east, north])).all(axis=(1, 2))
    winding = winding[inside][random.permutation(int(inside.sum()))[:count]]
    return _table(shapely.linestrings(winding), random)


def make_points(count: int, seed: int = SEED) -> gpd.GeoDataFrame:
    """Make points in clusters; one in a thousand has no position."""
    random = np.random.default_rng(seed)
    points = shapely.points(_clustered(count, random))
    points[::1000] = None
    return _table(points, random)


def _clustered(count: int, random: np.random.Generator) -> np.ndarray:
    """Places in towns of many sizes, and a third of them anywhere."""
    west, south, east, north = EXTENT
    towns = random.uniform([west, south], [east, north], (60, 2))
    weight = random.pareto(1.2, 60) + 0.1
    town = random.choice(60, count, p=weight / weight.sum())
    spread = random.exponential(0.05, (count, 1)) * random.normal(0, 1, (count, 2))
    places = towns[town] + spread
    anywhere = random.random(count) < 1 / 3
    places[anywhere] = random.uniform([west, south], [east, north], (int(anywhere.sum()), 2))
    outside = ((places < [west, south]) | (places > [east, north])).any(axis=1)
    places[outside] = random.uniform([west, south], [east, north], (int(outside.sum()), 2))
    return places


def _cells(seeds: np.ndarray) -> np.ndarray:
    """Close the cells of the seeds into polygons whose borders wind."""
    west, south, east, north = EXTENT
    # The seeds mirrored at the four edges give cells that end exactly there.
    mirrored = [seeds, [2 * west, 0] + seeds * [-1, 1], [2 * east, 0] + seeds * [-1, 1]]
    mirrored += [[0, 2 * south] + seeds * [1, -1], [0, 2 * north] + seeds * [1, -1]]
    margin = 3 * np.sqrt((east - west) * (north - south) / len(seeds))
    inner, outer = [west - margin, south - margin], [east + margin, north + margin]
    near = [copy[((copy > inner) & (copy < outer)).all(axis=1)] for copy in mirrored]
    diagram = Voronoi(np.concatenate(near))
    ends = np.sort(np.array(diagram.ridge_vertices), axis=1)
    ends = ends[ends[:, 0] >= 0]
    regions = [diagram.regions[k] for k in diagram.point_region[: len(seeds)]]
    corner, following, owner = _edges(regions)
    border = _find(ends, np.minimum(corner, following), np.maximum(corner, following))
    forward = corner < following
    # Along the frame borders are straight; so are, in the end, those that would cross another.
    straight = np.isclose(diagram.vertices[ends[:, 0]], diagram.vertices[ends[:, 1]]).any(axis=1)
    while True:
        winding = _winding(diagram.vertices, ends, np.random.default_rng(len(seeds)), straight)
        run = np.where(forward[:, None, None], winding[border, :-1], winding[border, :0:-1])
        whose = np.repeat(owner, run.shape[1])
        shapes = shapely.polygons(shapely.linearrings(run.reshape(-1, 2), indices=whose))
        edges = shapely.coverage_invalid_edges(shapes)
        wrong = ~shapely.is_valid(shapes) | ~(shapely.is_missing(edges) | shapely.is_empty(edges))
        if not wrong.any() or straight[border[wrong[owner]]].all():
            return shapes[~wrong]
        straight[border[wrong[owner]]] = True


def _edges(regions: list[list[int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return every edge of every region: where it starts, where it ends, whose it is."""
    sizes = np.array([len(region) for region in regions])
    corner = np.concatenate(regions)
    first = np.repeat(np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    following = corner[first + (np.arange(len(corner)) - first + 1) % np.repeat(sizes, sizes)]
    return corner, following, np.repeat(np.arange(len(regions)), sizes)


def _find(ends: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the position in `ends` of each pair."""
    size = np.int64(ends.max() + 1)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    keys = ends[order, 0] * size + ends[order, 1]
    return order[np.searchsorted(keys, low * size + high)]


def _winding(
    vertices: np.ndarray, ends: np.ndarray, random: np.random.Generator, straight: np.ndarray | None = None
) -> np.ndarray:
    """Halve each border again and again, each middle moved aside by a tenth of the length: (borders, vertices, 2)."""
    line = np.stack([vertices[ends[:, 0]], vertices[ends[:, 1]]], axis=1)
    for _ in range(_HALVINGS):
        along = line[:, 1:] - line[:, :-1]
        aside = random.uniform(-0.13, 0.13, along.shape[:2])
        if straight is not None:
            aside[straight] = 0
        middle = (line[:, 1:] + line[:, :-1]) / 2 + aside[..., None] * along[..., ::-1] * [-1, 1]
        both = np.empty((len(line), 2 * line.shape[1] - 1, 2))
        both[:, ::2], both[:, 1::2] = line, middle
        line = both
    # A tenth of a millimetre: what two neighbours share is the same number.
    return np.round(line, 9)


def _with_islands(cells: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Cut a small polygon out of some cells and return it as a row of its own: a hole that is filled exactly."""
    chosen = random.choice(len(cells), min(count, len(cells)), replace=False)
    centre = shapely.point_on_surface(cells[chosen])
    room = shapely.distance(centre, shapely.boundary(cells[chosen])) * 0.6
    angle = np.sort(random.uniform(0, 2 * np.pi, (len(chosen), 12)), axis=1)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=2) * room[:, None, None]
    ring += shapely.get_coordinates(centre)[:, None, :]
    islands = shapely.polygons(np.round(ring, 7))
    sound = shapely.is_valid(islands) & shapely.contains_properly(cells[chosen], islands)
    islands, chosen = islands[sound], chosen[sound]
    cells = cells.copy()
    cells[chosen] = [
        shapely.Polygon(cell.exterior, [island.exterior]) for cell, island in zip(cells[chosen], islands, strict=True)
    ]
    return np.concatenate([cells, islands])


def _in_order(shapes: np.ndarray) -> np.ndarray:
    """Sort along the Hilbert curve; what has no position comes last."""
    series = gpd.GeoSeries(shapes, crs=4326)
    along = np.full(len(shapes), np.iinfo(np.int64).max)
    placed = series.notna().to_numpy()
    along[placed] = series[placed].hilbert_distance().to_numpy()
    return shapes[np.argsort(along, kind="stable")]


def _with_parts(shapes: np.ndarray, count: int) -> np.ndarray:
    """Join some rows with a neighbour that they do not touch: features of two parts."""
    shapes = shapes.copy()
    first = np.arange(0, len(shapes) - 6, max(6, len(shapes) // count))
    apart = shapely.disjoint(shapes[first], shapes[first + 5])
    shapes[first[apart]] = [shapely.MultiPolygon([shapes[k], shapes[k + 5]]) for k in first[apart].tolist()]
    return np.delete(shapes, first[apart] + 5)


def _table(shapes: np.ndarray, random: np.random.Generator) -> gpd.GeoDataFrame:
    """Make rows with what readers filter by: a kind, a number, a year, some unknown; along the Hilbert curve."""
    count = len(shapes)
    kind = np.array([*KINDS, None], dtype=object)[
        random.choice(len(KINDS) + 1, count, p=[0.3, 0.1, 0.05, 0.25, 0.1, 0.08, 0.05, 0.04, 0.03])
    ]
    value = np.round(random.lognormal(1, 1.2, count), 2)
    value[random.random(count) < 0.05] = np.nan
    year = pd.array(random.integers(1800, 2021, count), dtype="Int64")
    year[random.random(count) < 0.1] = pd.NA
    frame = gpd.GeoDataFrame({"kind": kind, "value": value, "year": year}, geometry=_in_order(shapes), crs=4326)
    number = np.arange(count)
    frame.insert(0, "id", [f"r{n:07d}" for n in number])
    frame.insert(1, "name", [f"Parcelle {n}" for n in number])
    return frame


MAKERS = {"polygons": make_polygons, "communes": multiply_communes, "lines": make_lines, "points": make_points}
GEOMETRY = {"polygons": "polygon", "communes": "polygon", "lines": "line", "points": "point"}


def declare(kind: str) -> str:
    """Return the declaration of a layer as TOML."""
    codes = "\n".join(f'{code} = {{ fr = "{code}", en = "{code}" }}' for code in KINDS)
    classes = "\n".join(
        f'[style.classes.{code}]\ncolor = "{color}"\ncolor_dark = "{color}"'
        for code, color in zip(KINDS, COLORS, strict=True)
    )
    return f"""geometry = "{GEOMETRY[kind]}"

[title]
fr = "Grande couche"
en = "Large layer"

[description]
fr = "Faite par un générateur, pour mesurer."
en = "Made by a generator, for measuring."

[fields.name]
title = {{ fr = "Nom", en = "Name" }}
type = "string"

[fields.kind]
title = {{ fr = "Nature", en = "Kind" }}
type = "string"
filter = true

[fields.kind.codes]
{codes}

[fields.value]
title = {{ fr = "Valeur", en = "Value" }}
type = "number"
filter = true

[fields.year]
title = {{ fr = "Année", en = "Year" }}
type = "year"
filter = true

[style]
color = "#5B6770"
color_dark = "#9AA5AD"
by = "kind"
size = 4

{classes}

[source]
producer = "tests"
title = "tests"
licence = "CC0-1.0"
accessed = 2026-11-22
citation = "tests/benchmarks/large_data.py"
received_from = "tests"
legal_status = "informative"
processing = {{ fr = "Générée.", en = "Generated." }}
sha256 = {{}}
"""


def write_layer(folder: Path, kind: str, count: int, layer_id: str | None = None) -> str:
    """Write one layer with its declaration below a folder of layers and return its id."""
    theme = folder / "bench"
    theme.mkdir(parents=True, exist_ok=True)
    text = 'order = 90\ncolor = "#5B6770"\ncolor_dark = "#9AA5AD"\n[title]\nfr = "Mesures"\nen = "Measures"\n'
    (theme / "theme.toml").write_text(text + '[description]\nfr = "Mesures."\nen = "Measures."\n', encoding="utf-8")
    name = layer_id or f"{kind}_{count}"
    rows = MAKERS[kind](count)
    rows.to_parquet(
        theme / f"{name}.parquet",
        compression="zstd",
        row_group_size=10_000,
        index=False,
        write_covering_bbox=True,
        schema_version="1.1.0",
    )
    (theme / f"{name}.toml").write_text(declare(kind), encoding="utf-8")
    return name


if __name__ == "__main__":
    target, *wanted = sys.argv[1:]
    for order in wanted:
        made, _, size = order.partition(":")
        print(write_layer(Path(target), made, int(size)))
