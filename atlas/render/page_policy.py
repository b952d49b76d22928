"""Which inline scripts a page may run: those that it was made with, named by their hash, and none that got in."""

import base64
import hashlib
import re
from functools import lru_cache

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script", re.DOTALL | re.IGNORECASE)
# Data in a page are not run.
_DATA = re.compile(r"type=[\"']?application/(?:ld\+)?json", re.IGNORECASE)
# For programs that drive a page through `window.atlas`: what they send is evaluated. No script of ours evaluates.
DRIVEN = "'unsafe-eval'"


@lru_cache(maxsize=64)
def script_hashes(page: str) -> tuple[str, ...]:
    """Return the inline scripts of a page, as a Content-Security-Policy names them."""
    inline = {match[2] for match in _INLINE_SCRIPT.finditer(page) if not _DATA.search(match[1])}
    digests = (hashlib.sha256(text.encode()).digest() for text in inline)
    return tuple(sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests))


def seal_page(page: str) -> str:
    """Return a page that stands alone with its policy inside: it loads nothing and runs its own scripts only.

    Parameters
    ----------
    page
        Complete: a script that is added later is not run.
    """
    # Not remembered: such a page is made once, and is large.
    hashes = script_hashes.__wrapped__(page)
    scripts = " ".join((DRIVEN, *hashes)) if hashes else "'none'"
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    return page.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
