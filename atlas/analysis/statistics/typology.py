"""Typology of territories: Ward's hierarchical clustering of standardised variables, groups told by z-scores."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform

from atlas.analysis.statistics.autocorrelation import check_count
from atlas.errors import IndicatorError

LEAST_GROUPS, MOST_GROUPS = 2, 8
LEAST_VARIABLES = 2
# Kaufman and Rousseeuw: up to here a silhouette shows no substantial structure, from the second on a reasonable one.
WEAK, REASONABLE = 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a typology.

    Attributes
    ----------
    number
        From 1, the largest group first.
    members
        Ids.
    means, scores
        For each variable the mean of the members, and its distance from the mean of all in standard deviations.
    silhouette
        Mean silhouette of the members.
    """

    number: int
    members: tuple[str, ...]
    means: dict[str, float]
    scores: dict[str, float]
    silhouette: float


@dataclass(frozen=True, slots=True)
class Typology:
    """Groups of territories that resemble one another.

    Attributes
    ----------
    groups
        The groups, the largest first.
    group_of
        Number of the group of each territory; NaN for one that is left out.
    silhouettes
        Mean silhouette for each number of groups that was tried.
    best
        Number of groups with the greatest mean silhouette.
    blanks
        Territories that lack a value, and so are left out.
    known
        Number of territories with a value, for each variable.
    tree
        Linkage matrix of the rows that are not left out, in the order of their ids.
    """

    groups: tuple[Group, ...]
    group_of: pd.Series
    silhouettes: dict[int, float]
    best: int
    blanks: tuple[str, ...]
    known: dict[str, int]
    tree: np.ndarray

    @property
    def silhouette(self) -> float:
        """Return the mean silhouette of the groups shown."""
        return self.silhouettes[len(self.groups)]


def typology(values: pd.DataFrame, groups: int | None = None) -> Typology:
    """Group territories by several variables.

    Parameters
    ----------
    values
        One row per territory, one column per variable; NaN where unknown: such a row is left out.
    groups
        Number of groups; None takes the one with the greatest mean silhouette (of equal ones the least).

    Raises
    ------
    IndicatorError
        Fewer than two variables or ten complete rows, a variable that has the same value everywhere or none at all,
        or a number of groups that cannot be made.

    Notes
    -----
    Variables are standardised with the mean and the standard deviation of the rows used, and weigh the same. Nothing
    is drawn at random; rows are sorted by id first, so that their order changes nothing.

    References
    ----------
    Ward 1963, doi:10.1080/01621459.1963.10500845; Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7; Kaufman and
    Rousseeuw 1990, Finding Groups in Data.
    """
    if values.shape[1] < LEAST_VARIABLES:
        raise IndicatorError("typology_variables", count=values.shape[1], least=LEAST_VARIABLES)
    known = {str(name): int(count) for name, count in values.notna().sum().items()}
    for name, count in known.items():
        if count == 0:
            raise IndicatorError("typology_blank", value=name)
    used = values.dropna().sort_index()
    check_count(len(used))
    scores = _standardised(used)
    points = scores[sorted(scores.columns)].to_numpy()
    tree, distances = linkage(points, "ward"), squareform(pdist(points))
    cuts = {count: fcluster(tree, count, "maxclust") for count in range(LEAST_GROUPS, MOST_GROUPS + 1)}
    # Equal territories cannot be told apart: fewer groups than asked for.
    cuts = {count: labels for count, labels in cuts.items() if len(np.unique(labels)) == count < len(used)}
    shapes = {count: _silhouettes(distances, labels) for count, labels in cuts.items()}
    silhouettes = {count: float(each.mean()) for count, each in shapes.items()}
    if not silhouettes:
        raise IndicatorError("typology_none")
    best = max(silhouettes, key=lambda count: (round(silhouettes[count], 12), -count))
    count = best if groups is None else groups
    if count not in cuts:
        raise IndicatorError("typology_groups", value=count, valid=", ".join(map(str, cuts)))
    made = _groups(cuts[count], used, scores, shapes[count])
    group_of = pd.Series({member: group.number for group in made for member in group.members}, dtype=float)
    blanks = tuple(str(territory) for territory in sorted(values.index[values.isna().any(axis=1)]))
    return Typology(made, group_of.reindex(values.index), silhouettes, best, blanks, known, tree)


def _standardised(used: pd.DataFrame) -> pd.DataFrame:
    spread = used.max() - used.min()
    for name in used.columns:
        if spread[name] <= 1e-12 * max(1.0, float(used[name].abs().max())):
            raise IndicatorError("typology_constant", value=name)
    # Rounded: in another unit the same distances differ in their last digit, which would decide between equal ones.
    return ((used - used.mean()) / used.std(ddof=0)).round(9)


def _silhouettes(distances: np.ndarray, labels: np.ndarray) -> np.ndarray:
    # Two seconds that the first map must not wait for.
    from sklearn.metrics import silhouette_samples  # noqa: PLC0415

    return np.asarray(silhouette_samples(distances, labels, metric="precomputed"))


def _groups(labels: np.ndarray, used: pd.DataFrame, scores: pd.DataFrame, silhouettes: np.ndarray) -> tuple[Group, ...]:
    rows = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    # The largest first; of equal ones the one with the first id.
    rows.sort(key=lambda own: (-len(own), own[0]))
    return tuple(
        Group(
            number,
            tuple(str(territory) for territory in used.index[own]),
            {str(name): float(mean) for name, mean in used.iloc[own].mean().items()},
            {str(name): float(mean) for name, mean in scores.iloc[own].mean().items()},
            float(silhouettes[own].mean()),
        )
        for number, own in enumerate(rows, 1)
    )
