"""How much a decoded text looks like words: what tells one alphabet of bytes from another."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

# Letters beyond ASCII of French, Portuguese, German, Dutch, Spanish, Italian and the Nordic languages.
_WESTERN = frozenset("àâäáãåæçèéêëìîïíñòôöóõøœùûüúýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÎÏÍÑÒÔÖÓÕØŒÙÛÜÚÝŸ")
# Those of each language in small letters: one text is in one language for the most part.
_ALPHABETS = (
    *("àâäæçéèêëîïôöœùûüÿ", "áâãàäæçéêíóôõúü", "áéíñóúü", "àèéìíòóùú", "äöüßé", "äëïöüéèêá", "åäöæøéü"),
    *("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čšžćđ"),
)
_MARKS = frozenset("\u2019\u2018“”«»„\u2013—…€°²³ºª·•§£©®µ½¼¾\u00a0\u202f")
# UTF-8 read as Windows-1252: a capital with tilde or circumflex before what no word has there.
_MOJIBAKE = re.compile("[ÃÂÅÄ][" + re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")) + "]")
_MOST = 20_000


def plausibility(text: str) -> float:
    """Return how plausible the characters of a text beyond ASCII are, from -1 to 1; 0 where there are none.

    Parameters
    ----------
    text
        A text as some encoding reads it.

    Returns
    -------
    float
        Mean over its characters beyond ASCII: letters of the language that has most of them 1, other letters of
        Western Europe 0.75, other letters 0.5, usual marks 0.4; a capital within a word, a control code, a drawing
        character or another sign -1.
    """
    found = [(at, character) for at, character in enumerate(text[:_MOST]) if not character.isascii()]
    if not found:
        return 0.0
    alphabet = _likely_alphabet(character for _, character in found)
    doubled = 2 * len(_MOJIBAKE.findall(text[:_MOST]))
    return (sum(_weight(text, at, character, alphabet) for at, character in found) - doubled) / len(found)


def _likely_alphabet(characters: Iterable[str]) -> frozenset[str]:
    """Return the letters of the language that has most of some characters."""
    counts = Counter(character.lower() for character in characters)
    best = max(_ALPHABETS, key=lambda letters: sum(counts[letter] for letter in letters))
    return frozenset(best + best.upper())


def _weight(text: str, at: int, character: str, alphabet: frozenset[str]) -> float:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if unicodedata.category(character)[0] == "L" and character not in "ºª":
        small = (before.isascii() and before.islower()) or (after.isascii() and after.islower() and before.isalpha())
        if character.isupper() and small:
            return -1
        if character.islower() and before.isupper() and after.isupper():
            return -0.5
        return 1 if character in alphabet else 0.75 if character in _WESTERN else 0.5
    within = before.isalpha() and after.isalpha()
    if character in _MARKS:
        return 0.4 if not within or character in "\u2019·" else -1
    return -1


def accented_words(text: str, most: int = 5) -> list[str]:
    """Return the first different words of a text that have a character beyond ASCII."""
    words = (word for word in re.findall(r"[^\s;,|\"/]+", text) if not word.isascii())
    return list(dict.fromkeys(words))[:most]
