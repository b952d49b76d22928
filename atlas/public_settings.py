"""Where a server is reached and which pages may frame it, as environment variables set it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from atlas.errors import AtlasError
from atlas.web_address import is_web_address


@dataclass(frozen=True, slots=True)
class PublicSettings:
    """How a server is seen from outside.

    Attributes
    ----------
    url
        Its address for readers, with a slash at the end (``ATLAS_PUBLIC_URL``); None: the one that it listens at.
    frame_ancestors
        Which pages may show the page or its map in a frame, as a Content-Security-Policy writes it
        (``ATLAS_FRAME_ANCESTORS``). Any: that is what the code to embed is for. A frame in a page of another site is
        sent no cookie, so that it shows nothing of its reader's own and changes nothing.
    publisher
        Who publishes the catalogue, in its metadata (``ATLAS_PUBLISHER``); empty: the title of the atlas.
    contact
        Where questions go (``ATLAS_CONTACT``), with ``mailto:`` before an address of mail; empty: to the page.
    """

    url: str | None = None
    frame_ancestors: str = "*"
    publisher: str = ""
    contact: str = ""


_ORIGIN = r"https?://(?:\*\.)?(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
_MAIL = re.compile(r"(?:mailto:)?([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_LONGEST_NAME = 200
_ANCESTOR = re.compile(rf"'self'|{_ORIGIN}")


def read_public_settings(environment: Mapping[str, str] = os.environ) -> PublicSettings:
    """Return how the server is seen from outside; a variable that is empty counts as not set.

    Raises
    ------
    AtlasError
        A variable is not what it must be: an origin, a list of origins, a name of one line, an address.
    """
    url = environment.get("ATLAS_PUBLIC_URL") or None
    if url is not None and not (re.fullmatch(rf"{_ORIGIN}/?", url) and "*" not in url and is_web_address(url)):
        raise AtlasError("public_url_wrong", key="ATLAS_PUBLIC_URL", value=url)
    ancestors = " ".join((environment.get("ATLAS_FRAME_ANCESTORS") or "").split()) or PublicSettings().frame_ancestors
    if ancestors not in {"*", "'none'"} and not all(_ANCESTOR.fullmatch(one) for one in ancestors.split()):
        raise AtlasError("frame_ancestors_wrong", key="ATLAS_FRAME_ANCESTORS", value=ancestors)
    publisher = (environment.get("ATLAS_PUBLISHER") or "").strip()
    if len(publisher) > _LONGEST_NAME or not publisher.isprintable():
        raise AtlasError("publisher_wrong", key="ATLAS_PUBLISHER", longest=_LONGEST_NAME)
    return PublicSettings(url and f"{url.rstrip('/')}/", ancestors, publisher, _read_contact(environment))


def _read_contact(environment: Mapping[str, str]) -> str:
    text = environment.get("ATLAS_CONTACT") or ""
    if mail := _MAIL.fullmatch(text):
        return f"mailto:{mail[1]}"
    if text and not is_web_address(text):
        raise AtlasError("contact_wrong", key="ATLAS_CONTACT", value=text)
    return text
