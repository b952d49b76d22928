"""Errors of the atlas: one sentence a user can act on, in every language.

A message is a key of the ``[errors]`` table of the locale files and the values it names, so that the same error reads
in the language of the page and in English on the command line. Mistakes of the program stay `TypeError`, `ValueError`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from atlas.folders import leave_out_folders
from atlas.i18n import has_plural, plural, t

# The values that decide the plural form of a sentence, the first one that it names.
_COUNTS = ("count", "found", "rows", "limit")


class AtlasError(Exception):
    """An input that cannot be used, said in one clear sentence: where, what, what was expected, what to do.

    Parameters
    ----------
    key
        Entry of the ``[errors]`` table.
    **values
        What the sentence names.

    Examples
    --------
    >>> import atlas
    >>> try:
    ...     atlas.View(mode="explor")
    ... except atlas.AtlasError as problem:
    ...     print(problem.text("en"))
    mode: no value 'explor'; choose one of explore, compare, network, present, data
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.named = values
        super().__init__(self.text("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how another process makes the same error: an exception is made anew of its sentence otherwise."""
        return _make, (type(self), self.key, self.named)

    def text(self, lang: str) -> str:
        """Return the sentence in one language; an error that it names speaks the same."""
        named = {key: value.text(lang) if isinstance(value, AtlasError) else value for key, value in self.named.items()}
        key = f"errors.{self.key}"
        if not has_plural(key):
            return t(key, lang, **named)
        count = next((value for name in _COUNTS if isinstance(value := self.named.get(name), int | float)), 2)
        return plural(key, lang, count, **named)

    def text_for_readers(self, lang: str) -> str:
        """Return the sentence without the folders of this machine, which are nobody's business but the operator's."""
        return leave_out_folders(self.text(lang))


def _make(kind: type[AtlasError], key: str, named: dict[str, object]) -> AtlasError:
    return kind(key, **named)


class CatalogError(AtlasError):
    """A declaration (``theme.toml``, ``<layer>.toml``) that cannot be used.

    Examples
    --------
    >>> import atlas, tempfile
    >>> atlas.open(tempfile.mkdtemp())
    Traceback (most recent call last):
    atlas.errors.CatalogError: a folder without a theme
    """


class LayerDataError(AtlasError):
    """A data file that is missing, unreadable or not what its declaration says; rows that no layer can be made of.

    Examples
    --------
    >>> import atlas, geopandas
    >>> atlas.show(geopandas.GeoDataFrame({"name": ["a"]}, geometry=geopandas.points_from_xy([2.8], [50.4])))
    Traceback (most recent call last):
    atlas.errors.LayerDataError: rows: a GeoDataFrame with a known reference system is expected (gdf.set_crs)
    """


class ViewError(AtlasError):
    """A part of a view or a permalink that cannot be used.

    Examples
    --------
    >>> import atlas
    >>> atlas.View.from_link("?mode=explor")
    Traceback (most recent call last):
    atlas.errors.ViewError: mode: no value 'explor'; choose one of explore, compare, network, present, data
    """


class IndicatorError(AtlasError):
    """Values that a statistic cannot be computed from.

    Examples
    --------
    >>> import atlas
    >>> issubclass(atlas.IndicatorError, atlas.AtlasError)
    True
    """


class LayerMissingError(ViewError, KeyError):
    """A layer that is asked for and not there: it was never declared, or its declaration cannot be read.

    Examples
    --------
    >>> import atlas
    >>> atlas.open().layers["slag_heap"]
    Traceback (most recent call last):
    atlas.errors.LayerMissingError: layers: no layer 'slag_heap'; the nearest are slag_heaps, …
    """

    def __str__(self) -> str:
        """Return the sentence; a `KeyError` alone would put it between quotes."""
        return Exception.__str__(self)


class StoryError(AtlasError):
    """A story that cannot be told as it is written.

    Examples
    --------
    >>> import atlas
    >>> issubclass(atlas.StoryError, atlas.AtlasError)
    True
    """


# Letters of a mistake that are compared with what is known.
_LONGEST_MISTAKE = 80


def nearest(value: str, ids: Iterable[str], *, names: Mapping[str, str] | None = None, most: int = 3) -> str:
    """Return the known ids that are most like an unknown one, as an error lists them.

    Parameters
    ----------
    value
        What was written instead of an id.
    ids
        The known ones.
    names
        What they are called, where a name may have been written: ``62498 (Lens)``.
    most
        How many are listed.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only who made a mistake waits for it

    # The time grows with the text: of an address of 60,000 letters it was a quarter of a minute.
    value, called, scores = str(value)[:_LONGEST_MISTAKE], names or {}, dict.fromkeys(ids, 0.0)
    for texts in ({one: one for one in scores}, {one: called[one] for one in scores if one in called}):
        for _, score, one in process.extract(value, texts, scorer=fuzz.WRatio, processor=str.casefold, limit=most):
            scores[one] = max(scores[one], score)
    best = sorted(scores, key=lambda one: -scores[one])[:most]
    return ", ".join(f"{one} ({called[one]})" if one in called else one for one in best) or "–"


def in_short(value: object) -> str:
    """Return what was handed over as an error names it: a text or number as it is, else what kind of thing it is."""
    return repr(value) if value is None or isinstance(value, str | int | float) else type(value).__name__


def choices(value: str, valid: Iterable[str], *, few: int = 8) -> str:
    """Return the valid values as an error lists them: all when they are few, else those most like what was written."""
    known = tuple(valid)
    return ", ".join(known) if len(known) <= few else f"{nearest(value, known)}, …"
