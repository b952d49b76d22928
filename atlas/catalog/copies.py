"""Addresses of copies: pages that show what others have published, such as mirrors of Wikipedia.

A fact that was read on a copy is a weak source, and is marked as one wherever it stands.
"""

import re
from typing import Literal
from urllib.parse import unquote

from atlas.web_address import split_address

Copy = Literal["encyclopedia", "document", "repository"]

# Wikipedia and its sisters themselves are no copies.
_ORIGINAL = re.compile(r"(^|\.)(wikipedia|wikidata|wikimedia|wikisource)\.org$")
# Mirrors bear the name or the paths of what they copy; those without either are listed.
_ENCYCLOPEDIA = re.compile(
    r"wiki|dbpedia|fandom|academic\.(com|ru)|kiddle\.co|liquisearch\.com|alchetron\.com|dic\.nsf"
    r"|^(www\.)?cryer\.org\.uk$"
)
_PATH = re.compile(r"/wiki/|wikipedia|dic\.nsf")
_DOCUMENT = re.compile(
    r"(^|\.)(docslib\.org|doczz\.\w+|docplayer\.\w+|mafiadoc\.com|scribd\.com|studylib\.\w+|slideshare\.net"
    r"|trabalhosfeitos\.com|zhixidata\.com|faq\.com)$"
)
_REPOSITORY = re.compile(r"(^|\.)(github\.com|githubusercontent\.com|gitlab\.com)$")


def copied_from(url: str | None) -> Copy | None:
    """Return what a page at an address copies: an encyclopedia, a document, a data set; None for an original.

    Examples
    --------
    >>> copied_from("https://franco.wiki/fr/Terril_de_Pinchonvalles.html")
    'encyclopedia'
    >>> copied_from("https://fr.wikipedia.org/wiki/Terril") is None
    True
    """
    parts = split_address(url or "")
    host = parts.netloc.lower() if parts else ""
    if parts is None or _ORIGINAL.search(host):
        return None
    path = unquote(f"{parts.path}?{parts.query}")
    if _REPOSITORY.search(host):
        return "repository"
    if _DOCUMENT.search(host):
        return "document"
    return "encyclopedia" if _ENCYCLOPEDIA.search(host) or _PATH.search(path) else None
