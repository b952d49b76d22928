"""The words of names, as a search compares them: without capitals and accents, short forms and numbers made alike."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

# Letters that Unicode does not decompose, and the short forms in names.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "\u02bc": " "}
)
_SHORT = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "sankt": "saint",
    "sint": "saint",
    "sta": "santa",
    "sto": "santo",
    "lez": "les",
    "cie": "compagnie",
}
# Japanese and Chinese have no blanks: each sign is a word.
_SIGNS = r"\u3005\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+")
# "T058a" is T58a.
_NUMBERED = re.compile(r"([a-z]{0,2})0*(\d+[a-z]?)")
# "9bis" and "9 bis"; "T74A" and "T 74 A" as a whole name.
_GLUED, _APART = re.compile(r"0*(\d+)([a-z]{2,})"), re.compile(r"bis|ter|quater|[a-z]")
_GAP = re.compile(r"(?<=\d) (?=(?:bis|ter|quater|[a-z])(?: |$))|(?<=\b[a-z]) (?=\d)")
# "fosse5" is "fosse 5"; of fewer letters it is a number such as T5.
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{3,})(?=\d)")
# "n° 5", "nº5", "no 5", "nos 5", "numéro 5" are 5.
_NUMBER_SIGN = re.compile(
    r"(?:\bn[°ºᵒ.]+|\bn\s+|\bn(?:o|os|r|um)\b\.?|\bn(?:um[eé]ro|[uú]mero|umber)s?\b|№|#)\s*(?=\d|[ivx]+\b)"
)
_NUMBER_GLUED = re.compile(r"\bn(?:o|um[eé]ro|[uú]mero)(?=\d)")
# Numbers that names have in Roman signs too, the single ones left out: they are letters.
_UP_TO_TWENTY = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
)
ROMAN = {signs: str(number) for number, signs in enumerate(_UP_TO_TWENTY, 1) if len(signs) > 1}
# Words that people leave out of a name, or add to it.
SMALL_WORDS = frozenset(
    (
        *("le", "la", "les", "l", "de", "du", "des", "d", "en", "sur", "sous", "au", "aux", "et", "the", "of", "and"),
        *("do", "da", "dos", "das"),
    )
)


def fold(text: str) -> str:
    """Return a text without capitals, accents and ligatures, for comparison."""
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded; numbers lose their leading zeros."""
    return [_forms(word)[0] for word in _raw_words(text)]


def name_key(text: str) -> str:
    """Return a name without signs, small words and the zeros before numbers; the same name has the same key.

    Examples
    --------
    >>> name_key("Condé-sur-l'Escaut") == name_key("conde escaut"), name_key("T 74 A") == name_key("t074a")
    (True, True)
    """
    words = split_words(text)
    return _GAP.sub("", " ".join([word for word in words if word not in SMALL_WORDS] or words))


def indexed_forms(text: str) -> list[str]:
    """Return all forms of the words of a text; a number and the "bis" that follows it are also one word."""
    words = _raw_words(text)
    glued = [
        _forms(number + letters)[0]
        for number, letters in pairwise(words)
        if number[-1].isdigit() and _APART.fullmatch(letters)
    ]
    return [form for word in words for form in _forms(word)] + glued


# An index asks three times for the words of each text.
@lru_cache(maxsize=64)
def _raw_words(text: str) -> tuple[str, ...]:
    plain = _NUMBER_GLUED.sub("", _NUMBER_SIGN.sub("", text.casefold()))
    return tuple(_WORD.findall(_LETTERS_AND_NUMBER.sub(r"\1 ", fold(plain))))


@lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[str, ...]:
    """Return the forms of a word in the index: T74 is also found by "74", "9bis" by "9" and "bis", II by 2."""
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        whole = numbered[1] + numbered[2]
        return tuple(dict.fromkeys((whole, numbered[2], *([whole[-1]] if whole[-1].isalpha() else ()))))
    if glued := _GLUED.fullmatch(word):
        return (glued[1] + glued[2], glued[1], glued[2])
    return (_SHORT.get(word, word), *([ROMAN[word]] if word in ROMAN else ()))
