"""Errors of the atlas: one sentence a user can act on, in every language.

A message is a key of the ``[errors]`` table of the locale files and the values it names, so that the same error reads
in the language of the page and in English on the command line. Mistakes of the program stay `TypeError`, `ValueError`.
"""

from typing import Any

from atlas.i18n import t


class AtlasError(Exception):
    """An input that cannot be used, said in one clear sentence: where, what, what was expected, what to do.

    Parameters
    ----------
    key
        Entry of the ``[errors]`` table.
    **values
        What the sentence names.
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
        return t(f"errors.{self.key}", lang, **named)


def _make(kind: type[AtlasError], key: str, named: dict[str, object]) -> AtlasError:
    return kind(key, **named)


class CatalogError(AtlasError):
    """A declaration (``theme.toml``, ``<layer>.toml``) that cannot be used."""


class LayerDataError(AtlasError):
    """A data file that is missing, unreadable or not what its declaration says."""


class ViewError(AtlasError):
    """A part of a permalink that cannot be used."""


class StoryError(AtlasError):
    """A story that cannot be told as it is written."""
