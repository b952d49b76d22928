"""Countries by their ISO 3166-1 alpha-3 codes, named by the Unicode locale data that babel holds."""

import re

from babel import Locale
from babel.core import get_global

from atlas.i18n import LOCALES

# Codes that the standard leaves to its users: they are no country.
_OF_USERS = re.compile(r"AA.|Q[M-Z].|X..|ZZ.")


def alpha2(code: str) -> str | None:
    """Return the alpha-2 code of a country by its alpha-3 code; None where the standard has no such country.

    Examples
    --------
    >>> alpha2("FRA"), alpha2("FR"), alpha2("XKX")
    ('FR', None, None)
    """
    if not re.fullmatch(r"[A-Z]{3}", code) or _OF_USERS.fullmatch(code):
        return None
    found = get_global("territory_aliases").get(code, [])
    return found[0] if len(found) == 1 and found[0] in Locale("en").territories else None


def country_name(code: str, lang: str) -> str:
    """Return the name of a country in one language; the code itself where there is no such country.

    Examples
    --------
    >>> country_name("CZE", "fr"), country_name("POL", "pt")
    ('Tchéquie', 'Polónia')
    """
    return str(Locale.parse(LOCALES[lang]).territories.get(alpha2(code), code))
