"""Words of the interface, from ``atlas/locale/*.toml``.

Words about data live in the layers' own declarations. Every language has the same keys; a test holds that. A sentence
that contains a count has a form for each plural category of CLDR that differs: ``key.one`` and ``key.other``.
"""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.plural import PluralRule

LANGUAGES = ("fr", "en", "pt")
# How numbers, dates, plurals and country names are written. Portuguese is that of Portugal.
LOCALES = {"fr": "fr_FR", "en": "en_GB", "pt": "pt_PT"}
_FORMS = (".one", ".other")


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
    # Not every command has a word to say.
    import tomllib  # noqa: PLC0415

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


def plural(key: str, lang: str, count: float, /, **values: object) -> str:
    """Return the words for `key` in the plural form that a count asks for, with `values` filled in.

    Parameters
    ----------
    key
        A key with the forms ``.one`` and ``.other``.
    lang
        One of `LANGUAGES`.
    count
        The number that decides the form, as it is shown; it is not filled in by itself, because a sentence writes it
        with the separators and the unit of its language.
    **values
        What the sentence names.

    Raises
    ------
    KeyError
        The key is in no table, or has no plural forms.

    Notes
    -----
    The plural rules are those of CLDR, as ``Intl.PluralRules`` applies them in the browser. A category without a form
    of its own (French and Portuguese ``many``, from a million) is written as ``other``.

    Examples
    --------
    >>> plural("panel.summary", "en", 1, layers=1), plural("panel.summary", "en", 0, layers=0)
    ('1 layer shown', '0 layers shown')
    >>> plural("panel.summary", "fr", 0, layers=0)
    '0 couche affichée'
    """
    form = words(lang).get(f"{key}.{_plural_rule(lang)(count)}", words(lang)[f"{key}.other"])
    return form.format(**values)


def has_plural(key: str) -> bool:
    """Return whether a key has plural forms."""
    return f"{key}.other" in words(LANGUAGES[0])


def section_words(section: str, lang: str) -> dict[str, str | dict[str, str]]:
    """Return the words of one section of the tables, as scripts read them.

    Returns
    -------
    dict
        Name → word; where it has plural forms, name → form → word.
    """
    found: dict[str, str | dict[str, str]] = {}
    texts = {
        key.removeprefix(f"{section}."): text for key, text in words(lang).items() if key.startswith(f"{section}.")
    }
    for name, text in texts.items():
        if name.endswith(_FORMS):
            base = name.rpartition(".")[0]
            found[base] = {form.removeprefix("."): texts[base + form] for form in _FORMS}
        else:
            found[name] = text
    return found


@cache
def _plural_rule(lang: str) -> "PluralRule":
    # The command line starts without babel where it says nothing with a count.
    from babel import Locale  # noqa: PLC0415

    return Locale.parse(LOCALES[lang]).plural_form


def _flatten(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _flatten(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs
