"""Files of the repository that are pages of the site too, and links between pages and files.

A page under `docs/` is read in the repository as well: there a link leads to a file. On the site it leads to the page
of that file where it has one, and otherwise it is the file's name.
"""

import posixpath
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Their pages on the site.
PAGES = {
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "layers/README.md": "project/layers.md",
    "tests/benchmarks/RESULTS.md": "project/results.md",
}
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s:#]+)(?P<anchor>#[^)\s]*)?\)")


def file_pages() -> dict[str, str]:
    """Return the texts of the files that are pages, by the path of the page."""
    return {page: (ROOT / file).read_text(encoding="utf-8") for file, page in PAGES.items()}


def with_site_links(text: str, page: str) -> str:
    """Return the text of a page with its links to files of the repository as they are on the site."""
    file = next((file for file, own in PAGES.items() if own == page), f"docs/{page}")
    return _LINK.sub(lambda found: _link(found, file, page), text)


def _link(found: "re.Match[str]", file: str, page: str) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(file), found["target"]))
    if target in PAGES:
        there = PAGES[target]
    elif target.startswith("docs/") and target.endswith((".md", ".webp", ".png", ".svg")):
        there = target.removeprefix("docs/")
    elif (ROOT / target).exists():
        return f"`{target}`" if found["text"].strip("`") in target else f"{found['text']} (`{target}`)"
    else:
        # What leads nowhere stays as it is: the strict build names it.
        return found[0]
    return f"[{found['text']}]({posixpath.relpath(there, posixpath.dirname(page) or '.')}{found['anchor'] or ''})"
