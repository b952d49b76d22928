"""Words of the interface, from ``atlas/locale/*.toml``.

Words about data live in the layers' own declarations. Every language has the same keys; a test holds that.
"""

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("fr", "en", "pt")


@cache
def words(lang: str) -> dict[str, str]:
    """Return every word of one language, keyed by its dotted path.

    Parameters
    ----------
    lang
        One of `LANGUAGES`.

    Raises
    ------
    ValueError
        The language has no table.
    """
    if lang not in LANGUAGES:
        msg = f"no language {lang!r}; the interface speaks {', '.join(LANGUAGES)}"
        raise ValueError(msg)
    table = tomllib.loads(files("atlas").joinpath("locale", f"{lang}.toml").read_text(encoding="utf-8"))
    return dict(_flatten(table))


def t(key: str, lang: str, /, **values: object) -> str:
    """Return the words for `key` in `lang`, with `values` filled in.

    Raises
    ------
    KeyError
        The key is in no table: a mistake of the program, not of its user.
    """
    return words(lang)[key].format(**values)


def _flatten(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _flatten(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs
