"""Addresses of the web: which texts are one that a link may open."""

import re
from urllib.parse import SplitResult, urlsplit

# Browsers drop tabs and line ends, and take a backslash for a slash: an address has none of them.
_ADDRESS = re.compile(r"https?://[^\s\\<>\"\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def split_address(text: str) -> SplitResult | None:
    """Return the parts of an address of the web; None for any other text, and where it names a user.

    Examples
    --------
    >>> split_address("https://atlas.example/?lang=fr").hostname
    'atlas.example'
    >>> split_address("javascript://atlas.example/%0aalert(1)") is None
    True
    """
    if not _ADDRESS.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return None
    return parts if whole else None


def is_web_address(text: str) -> bool:
    """Return whether a text is an address that begins with http or https."""
    return split_address(text) is not None


def host_of(text: str) -> str:
    """Return the host that an address names, as it is written; empty for a text that is no address."""
    parts = split_address(text)
    return parts.netloc if parts else ""


def origin_of(parts: SplitResult) -> tuple[str, str, int]:
    """Return the origin of an address: scheme, host and port."""
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower().rstrip("."), parts.port or _PORTS[scheme]
