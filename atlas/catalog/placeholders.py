"""Texts that stand where a declaration has nothing to say yet: “to be completed”, “n/a”, “xxx”."""

import re
import unicodedata

# What the import writes for what the owner of a layer must add.
TO_COMPLETE = "(à compléter – to be completed)"
_WORD = re.compile(r"[^\W_]+")
_FILLED = re.compile(r"(?:x{2,}|\?+|0+)")
_FRAMED = re.compile(r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]")
# Without signs, capitals and accents; in the languages of the atlas, and in what forms and programs write.
_EMPTY = frozenset(
    (
        *("todo", "to do", "tbd", "tbc", "tba", "fixme", "na", "n a", "nd", "n d", "nc", "n c", "ns", "nr", "n r"),
        *("nan", "null", "nil", "none", "unknown", "not known", "undefined", "unspecified", "blank", "empty", "dummy"),
        *("to be completed", "to complete", "to be defined", "to be determined", "to be confirmed", "to be filled in"),
        *("to fill in", "to be added", "fill in", "not available", "not applicable", "not specified", "not provided"),
        *("placeholder", "lorem ipsum", "pending", "missing", "no data", "producer", "name of the producer"),
        *("a completer", "a definir", "a determiner", "a preciser", "a renseigner", "a remplir", "a confirmer"),
        *("a venir", "a faire", "en attente", "inconnu", "inconnue", "non connu", "non renseigne", "non defini"),
        *("non precise", "non communique", "non disponible", "non applicable", "sans objet", "neant", "aucun"),
        *("vide", "manquant", "producteur", "nom du producteur", "a completar", "a completer to be completed"),
        *("por completar", "a definir se", "por definir", "a preencher", "por preencher", "a indicar", "por indicar"),
        *("a determinar", "por determinar", "a confirmar", "por confirmar", "desconhecido", "desconhecida"),
        *("nao definido", "nao especificado", "nao disponivel", "nao aplicavel", "sem dados", "em falta", "nenhum"),
        *("produtor", "nome do produtor"),
    )
)


def is_placeholder(text: str) -> bool:
    """Return whether a text names nothing: it is only signs, or words for what is still to be written.

    Examples
    --------
    >>> [is_placeholder(text) for text in ("À compléter…", "n/a", "—", "<producer>", "Mission Bassin Minier")]
    [True, True, True, True, False]
    """
    if _FRAMED.fullmatch(text.strip()):
        return True
    letters = unicodedata.normalize("NFKD", text.casefold())
    words = _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))
    letters = "".join(words)
    return (
        not words
        or {" ".join(words), letters} & _EMPTY != frozenset()
        or all(_FILLED.fullmatch(word) for word in words)
    )


def named_parts(text: str) -> tuple[str, ...]:
    """Return what a text of several parts names, each once."""
    parts = (part.strip() for part in text.split(";"))
    return tuple(dict.fromkeys(part for part in parts if not is_placeholder(part)))


def without_placeholders(text: str) -> str:
    """Return a text of several parts without those that are placeholders; to the letter where there are none."""
    parts = text.split("; ")
    kept = [part for part in parts if not is_placeholder(part.strip())]
    return text if len(kept) == len(parts) else "; ".join(part.strip() for part in kept)
