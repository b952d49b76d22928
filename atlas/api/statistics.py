"""What an atlas answers by statistics of territories."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from atlas.api.queries import Queries
from atlas.api.view import View

if TYPE_CHECKING:
    import geopandas as gpd


class Statistics(Queries):
    """An atlas that answers by statistics too; see `atlas.api.atlas.Atlas`."""

    __slots__ = ()

    def moran(  # noqa: PLR0913 - the options of the command `atlas moran`
        self,
        measure: str,
        level: str = "commune",
        *,
        neighbours: str = "queen",
        distance: float | None = None,
        nearest: int | None = None,
        permutations: int = 9999,
        seed: int = 42,
        lang: str = "en",
    ) -> "gpd.GeoDataFrame":
        """Return the spatial autocorrelation of a measure: whether territories of like values are neighbours.

        Needs the extra ``statistics``.

        Parameters
        ----------
        measure
            Id of a measure: ``"indicator"`` or ``"indicator.part"``.
        level
            As in `indicators`.
        neighbours
            ``"queen"``: outlines touch; ``"distance"``: centroids within `distance` metres, or within the least at
            which every territory has a neighbour; ``"nearest"``: the `nearest` centroids.
        distance, nearest
            See `neighbours`.
        permutations, seed
            Number of random permutations, and where they start.
        lang
            Of the names and sentences.

        Returns
        -------
        GeoDataFrame
            One row a territory, EPSG:4326: ``value``, ``lag`` (mean of the neighbours), local ``index``, ``p``, ``q``,
            ``kind`` and ``cluster``; in ``attrs`` the global ``index``, ``p``, ``sentences``, ``sources``, ``command``.

        Examples
        --------
        >>> import atlas
        >>> found = atlas.open().moran("population_density", permutations=99)
        >>> found.attrs["index"] > 0.2
        True
        """
        from atlas.api.statistics_tables import moran_table  # noqa: PLC0415 - all indicators are imported

        numbers = {"distance": distance, "nearest": nearest, "permutations": permutations, "seed": seed}
        view = self.validated(View(lang=lang))
        return moran_table(measure, level, view, self, neighbours=neighbours, numbers=numbers)

    def typology(
        self,
        measures: str | Iterable[str] | None = None,
        level: str = "commune",
        *,
        groups: int | None = None,
        lang: str = "en",
    ) -> "gpd.GeoDataFrame":
        """Return groups of territories that resemble one another in several measures (Ward, on standardised values).

        Parameters
        ----------
        measures
            Ids of measures; by default those that are known for every commune.
        level
            As in `indicators`.
        groups
            How many; by default the number with the best silhouette.
        lang
            Of the names and sentences.

        Returns
        -------
        GeoDataFrame
            One row a territory, EPSG:4326: ``group`` and its measures; in ``attrs`` the ``groups`` in words, the
            ``silhouettes`` of other numbers, ``sentences``, ``sources`` and ``command``.

        Examples
        --------
        >>> import atlas
        >>> atlas.open().typology(groups=3)["group"].nunique()
        3
        """
        from atlas.api.statistics_tables import typology_table  # noqa: PLC0415 - all indicators are imported

        return typology_table(measures, level, self.validated(View(lang=lang)), self, groups=groups)
