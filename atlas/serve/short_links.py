"""Short links: a few letters for the link of a view, on disk, for good.

The letters come from a hash of the link, so that a link has one short form on every server, and a short form can lead
to no other address than this atlas: what is kept is a query, never an address. The long link always works.
"""

import hashlib
import re
import sqlite3
import time
from base64 import b32encode
from collections import OrderedDict, deque
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock

from atlas.environment import LinkLimits, read_limits
from atlas.errors import AtlasError
from atlas.folders import data_folder

# Eight letters are 40 bits: of 100,000 links two have the same once in two hundred servers, and then one gets longer.
_LEAST, _MOST = 8, 32
SHORT = re.compile(rf"[a-z2-7]{{{_LEAST},{_MOST}}}")
_HOUR_SECONDS = 3600.0
# Addresses whose new links are counted.
_MOST_ADDRESSES = 10_000
_WAIT_SECONDS = 5.0
_made: OrderedDict[str, deque[float]] = OrderedDict()
_counting = Lock()


def find_link(short: str) -> str | None:
    """Return the query that a short link stands for; None when there is none.

    Raises
    ------
    AtlasError
        What is kept cannot be read.
    """
    path = _file()
    if not SHORT.fullmatch(short):
        return None
    try:
        if not path.exists():
            return None
        with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS)) as links:
            found = links.execute("SELECT query FROM links WHERE short = ?", (short,)).fetchone()
    except (sqlite3.Error, OSError) as problem:
        raise AtlasError("short_closed") from problem
    return str(found[0]) if found else None


def long_link(link: str) -> str:
    """Return the long link for a short one that is kept here; any other link as it is."""
    # Imported where it is used: the first map must not wait for what declares layers.
    from atlas.scene.query.link_parts import short_form

    with suppress(ValueError):
        if (short := short_form(link)) and (query := find_link(short)) is not None:
            return f"?{query}"
    return link


def keep_link(query: str, address: str) -> str:
    """Return the short form of a link, and keep it.

    Parameters
    ----------
    query
        The link without ``?``, as `atlas.scene.query.permalink.to_permalink` writes it.
    address
        Of the client that asks for it.

    Raises
    ------
    AtlasError
        The link is too long, there are too many, or nothing can be kept.
    """
    limits = read_limits(LinkLimits)
    if len(query) > limits.letters:
        raise AtlasError("short_long", limit=limits.letters)
    path = _file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)) as links:
            links.execute("CREATE TABLE IF NOT EXISTS links (short TEXT PRIMARY KEY, query TEXT NOT NULL)")
            # Nobody else writes between the look and the entry.
            links.execute("BEGIN IMMEDIATE")
            short, is_new = _place(query, links)
            if not is_new:
                return short
            count = links.execute("SELECT count(*) FROM links").fetchone()[0]
            if count >= limits.short:
                raise AtlasError("short_full")
            _count(address, limits.hour)
            links.execute("INSERT INTO links VALUES (?, ?)", (short, query))
            links.execute("COMMIT")
            return short
    except (sqlite3.Error, OSError) as problem:
        raise AtlasError("short_closed") from problem


def _place(query: str, links: sqlite3.Connection) -> tuple[str, bool]:
    """Return the letters of a link, and whether they are new."""
    for short in _forms(query):
        found = links.execute("SELECT query FROM links WHERE short = ?", (short,)).fetchone()
        if found is None or found[0] == query:
            return short, found is None
    raise AtlasError("short_full")


def _forms(query: str) -> list[str]:
    letters = b32encode(hashlib.sha256(query.encode()).digest()).decode().lower().rstrip("=")
    return [letters[:length] for length in range(_LEAST, _MOST + 1, 4)]


def _count(address: str, most: int) -> None:
    """Count a new link of an address.

    Raises
    ------
    AtlasError
        It has made as many as it may in an hour.
    """
    now = time.monotonic()
    with _counting:
        times = _made.setdefault(address, deque())
        _made.move_to_end(address)
        while times and now - times[0] > _HOUR_SECONDS:
            times.popleft()
        if len(times) >= most:
            raise AtlasError("short_often", limit=most)
        times.append(now)
        while len(_made) > _MOST_ADDRESSES:
            _made.popitem(last=False)


def _file() -> Path:
    return data_folder("short_links.sqlite3")
