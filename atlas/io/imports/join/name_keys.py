"""Keys of names: what is left of a name when spelling, case, hyphens, articles and abbreviations do not count."""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ł": "l", "Ł": "l", "ø": "o"})
_SAME = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les"}
_ARTICLES = frozenset({"le", "la", "les", "l"})
# Words that a list leaves out, adds or abbreviates.
_SMALL = _ARTICLES | {"de", "du", "des", "d", "en", "sur", "sous", "s", "a", "au", "aux", "et", "the", "of", "and"}
_SMALL |= {"do", "da", "dos", "das", "e", "o"}
# "Bassée (La)", "Bassée, La".
_INVERTED = re.compile(r"^(.+?)\s*(?:\(\s*(le|la|les|l['’])\s*\)|,\s*(le|la|les|l['’]))\s*$", re.IGNORECASE)


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, separated by spaces, as a set."""
    return frozenset(text.split())


@lru_cache(maxsize=50_000)
def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name: ASCII, lower case, abbreviations of saints written out.

    Examples
    --------
    >>> name_words("ST-AMAND LES EAUX"), name_words("Flines-lez-Raches")
    (('saint', 'amand', 'les', 'eaux'), ('flines', 'les', 'raches'))
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).encode("ascii", "ignore").decode().lower()
    return tuple(_SAME.get(word, word) for word in re.findall(r"[a-z0-9]+", plain.replace("'", " ")))


@lru_cache(maxsize=50_000)
def name_key(text: str) -> str:
    """Return the key of a name, without the article that it begins with.

    Examples
    --------
    >>> name_key("La Sentinelle") == name_key("SENTINELLE (LA)") == name_key("sentinelle")
    True
    """
    text = text.replace("’", "'")
    inverted = _INVERTED.match(text)
    words = name_words(inverted[1] if inverted else text)
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


@lru_cache(maxsize=50_000)
def loose_key(text: str) -> str:
    """Return the key of a name without its small words and spaces; it may be that of several names.

    Examples
    --------
    >>> loose_key("Bruay la Buissière") == loose_key("Bruaylabuissiere")
    False
    >>> loose_key("Noyelles s/s Lens") == loose_key("Noyelles-sous-Lens")
    True
    """
    return "".join(word for word in name_key(text).split() if word not in _SMALL)
