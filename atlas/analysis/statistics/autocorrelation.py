"""Spatial autocorrelation: global and local Moran's I with permutations and a control of multiple testing."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from atlas.analysis.statistics.neighbours import NeighbourRule, Neighbours, find_neighbours
from atlas.errors import IndicatorError
from atlas.io.extras import needs_extra

if TYPE_CHECKING:
    from libpysal.graph import Graph

Cluster = Literal["HH", "LL", "HL", "LH", "ns"]
CLUSTERS: tuple[Cluster, ...] = get_args(Cluster)
# With fewer territories the permutations are too few for a 5 % threshold to mean anything in several tests.
LEAST = 10
SEED = 42
PERMUTATIONS = 9999
MOST_PERMUTATIONS = 99_999
LEVEL = 0.05
# The quadrants as esda numbers them.
_QUADRANTS: dict[int, Cluster] = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}
# esda seeds the generator that all of numpy shares.
_GENERATOR = threading.Lock()


@dataclass(frozen=True, slots=True)
class Moran:
    """Global and local Moran's I of one variable.

    Attributes
    ----------
    index, expected
        Global I, and its mean without autocorrelation: -1 / (n - 1).
    z, p
        Deviation of I from the mean of the permutations in their standard deviations, and its two-sided pseudo p.
    local
        Indexed like the values: `value`, `neighbours` (count), `lag` (mean of the neighbours), `index` (local I), `p`
        (two-sided pseudo p), `q` (p after Benjamini and Hochberg), `quadrant` and `cluster`: the quadrant where q is
        at most the level, else ``ns``; NaN and None for a blank or an island.
    blanks, islands
        Territories that are left out: without a value or an outline, and without a neighbour.
    neighbours
        The neighbours used.
    permutations, seed, level
        Number of permutations, seed of the generator, and share of false discoveries.
    """

    index: float
    expected: float
    z: float
    p: float
    local: pd.DataFrame
    blanks: tuple[str, ...]
    islands: tuple[str, ...]
    neighbours: Neighbours
    permutations: int
    seed: int
    level: float

    @property
    def count(self) -> int:
        """Return the number of territories used."""
        return len(self.neighbours.ids)

    @property
    def direction(self) -> Literal["clustered", "dispersed", "random"]:
        """Return whether like values are side by side, unlike ones are, or neither at this level."""
        if self.p > self.level:
            return "random"
        return "clustered" if self.index > self.expected else "dispersed"


def moran(
    values: pd.Series,
    shapes: gpd.GeoSeries,
    rule: NeighbourRule,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    level: float = LEVEL,
) -> Moran:
    r"""Return global and local Moran's I.

    Parameters
    ----------
    values
        Series of float, NaN where unknown: these are left out before neighbours are sought.
    shapes
        GeoSeries of Polygon or MultiPolygon, EPSG:4326, same index; None where there is no outline.
    rule
        What makes two territories neighbours; the weights of a territory add up to 1.
    permutations, seed
        The result is the same for the same seed, whatever the order of the rows.
    level
        Share of false discoveries among the local clusters.

    Raises
    ------
    IndicatorError
        Fewer than ten territories have a value and a neighbour, all have the same value, or each has more than half of
        the others as neighbours: then every mean of neighbours is nearly that of all.
    LayerDataError
        The library is not installed.

    Notes
    -----
    .. math:: I = \frac{\sum_i \sum_j w_{ij} z_i z_j}{\sum_i z_i^2}, \quad I_i = (n - 1) \frac{z_i \sum_j w_{ij} z_j}
       {\sum_k z_k^2}

    References
    ----------
    Moran 1950, doi:10.2307/2332142; Anselin 1995, doi:10.1111/j.1538-4632.1995.tb00338.x; Benjamini and Hochberg
    1995, doi:10.1111/j.2517-6161.1995.tb02031.x; Caldas de Castro and Singer 2006,
    doi:10.1111/j.0016-7363.2006.00682.x.
    """
    known = values.notna() & shapes.reindex(values.index).notna()
    check_count(int(known.sum()))
    own = values[known].sort_index()
    neighbours = find_neighbours(shapes.reindex(own.index), rule)
    used = own.loc[neighbours.ids]
    check_count(len(used))
    check_varies(used)
    if neighbours.mean > (len(used) - 1) / 2:
        mean = round(neighbours.mean)
        raise IndicatorError("statistics_everybody", value=mean, most=len(used) - 1)
    index, expected, z, p, local = _esda(used, neighbours.graph, permutations, seed)
    local["q"] = false_discovery_control(local["p"])
    local["cluster"] = local["quadrant"].where(local["q"] <= level, "ns")
    # A blank has no neighbours: None is not the count 0 of an island.
    full = local.reindex(values.index)
    full["value"] = values
    full.loc[list(neighbours.islands), "neighbours"] = 0
    blanks = tuple(str(territory) for territory in sorted(values.index[~known]))
    found = (neighbours.islands, neighbours, permutations, seed, level)
    return Moran(index, expected, z, p, full, blanks, *found)


def check_count(count: int) -> None:
    """Check that there are enough territories.

    Raises
    ------
    IndicatorError
        There are fewer than ten.
    """
    if count == 0:
        raise IndicatorError("statistics_blank")
    if count < LEAST:
        raise IndicatorError("statistics_few", count=count, least=LEAST)


def check_varies(values: pd.Series) -> None:
    """Check that not all values are equal.

    Raises
    ------
    IndicatorError
        They are.
    """
    spread = float(values.max() - values.min())
    if spread <= 1e-12 * max(1.0, float(values.abs().max())):
        raise IndicatorError("statistics_constant")


def _esda(
    used: pd.Series, graph: "Graph", permutations: int, seed: int
) -> tuple[float, float, float, float, pd.DataFrame]:
    with needs_extra("moran"):
        from esda.moran import Moran as Global  # noqa: PLC0415 - seconds that the first map must not wait for
        from esda.moran import Moran_Local  # noqa: PLC0415
    y = used.to_numpy(dtype=float)
    with _seeded(seed), warnings.catch_warnings():
        # The p of the library is the one-sided one of its past; the two-sided one is computed below.
        warnings.simplefilter("ignore")
        whole = Global(y, graph, permutations=permutations)
        parts = Moran_Local(y, graph, permutations=permutations, seed=seed, keep_simulations=True)
    p_parts, p_whole = _two_sided(parts.Is, parts.rlisas), _two_sided(np.array([whole.I]), whole.sim[None, :])
    local = pd.DataFrame(
        {
            "value": y,
            "neighbours": graph.cardinalities.to_numpy(),
            "lag": graph.lag(y),
            "index": parts.Is,
            "p": p_parts,
            "quadrant": [_QUADRANTS[int(quadrant)] for quadrant in parts.q],
        },
        index=used.index,
    )
    return float(whole.I), float(whole.EI), float(whole.z_sim), float(p_whole[0]), local


def _two_sided(observed: np.ndarray, simulated: np.ndarray) -> np.ndarray:
    """Return twice the smaller one-sided pseudo p; the library's own counts ties of a variable with many zeros twice.

    Rounded first: equal sums of the same numbers in another order differ in their last digit.
    """
    from esda.significance import calculate_significance  # noqa: PLC0415 - as above

    rounded = np.round(observed, 10)[:, None], np.round(simulated, 10)
    sides = [
        np.atleast_1d(np.asarray(calculate_significance(*rounded, alternative=side), dtype=float))
        for side in ("greater", "lesser")
    ]
    return np.minimum(2 * np.minimum(*sides), 1.0)


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed the generator of numpy and put its state back."""
    with _GENERATOR:
        state = np.random.get_state()  # noqa: NPY002 - the one that esda draws from
        np.random.seed(seed)  # noqa: NPY002
        try:
            yield
        finally:
            np.random.set_state(state)  # noqa: NPY002
