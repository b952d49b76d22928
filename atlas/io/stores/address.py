"""What may be said of the address of a store: it holds a password, and drivers repeat parts of it in their messages."""

import re
from urllib.parse import unquote

_KIND = re.compile(r"([a-z][a-z0-9+.-]{0,19}):")
_SEPARATORS = re.compile(r"[:@/?&=\s'\"]+")
# Shorter pieces are those of any sentence.
_LEAST = 3
HIDDEN = "…"


def kind_of(address: str) -> str:
    """Return the scheme of an address, as a message may show it; of a text that begins with none, nothing of it."""
    found = _KIND.match(address)
    return found[1] if found else HIDDEN


def mask(text: str, address: str) -> str:
    """Return a text of a driver without any piece of the user and password of an address.

    Parameters
    ----------
    text
        What a driver says.
    address
        What it was given: with ``user:password@``, ``password=``, or broken in any way.
    """
    pieces = {piece for part in (address, unquote(address)) for piece in _SEPARATORS.split(_secret(part))}
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) >= _LEAST:
            text = text.replace(piece, HIDDEN)
    return text


def _secret(address: str) -> str:
    """Return the part of an address that may hold a password: all before the last ``@``, and every parameter."""
    before, at, after = address.rpartition("@")
    _, _, parameters = after.partition("?")
    whole = address if not at and "password" in address else ""
    return " ".join((before.partition("://")[2] or before, parameters, whole))
