"""Addresses of copies: pages that show what others have published, such as mirrors of Wikipedia.

A fact that was read on a copy is a weak source, and is marked as one wherever it stands.
"""

import re
from typing import Literal
from urllib.parse import unquote, urlsplit

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
    parts = urlsplit(unquote(url or ""))
    host = parts.netloc.lower()
    if not host or _ORIGINAL.search(host):
        return None
    if _REPOSITORY.search(host):
        return "repository"
    if _DOCUMENT.search(host):
        return "document"
    return "encyclopedia" if _ENCYCLOPEDIA.search(host) or _PATH.search(f"{parts.path}?{parts.query}") else None
