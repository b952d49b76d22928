"""The languages that a program may ask for."""

from atlas.errors import ViewError, choices
from atlas.i18n import LANGUAGES


def check_lang(lang: str) -> str:
    """Return a language of the atlas; raise where it is another."""
    if lang not in LANGUAGES:
        raise ViewError("value_unknown", key="lang", value=lang, valid=choices(lang, LANGUAGES))
    return lang
