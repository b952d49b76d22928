"""The pages of the documentation, and the code and commands that stand in them."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language):
    """Return (page, number, text) of the code blocks in a language, so that a test can be named by them."""
    return [
        (page.relative_to(ROOT).as_posix(), number, found["text"])
        for page in PAGES
        for number, found in enumerate(_FENCE.finditer(page.read_text(encoding="utf-8")), 1)
        if found["language"] == language
    ]


def commands():
    """Return (page, arguments) of each `atlas …` line of a shell block, comments left out."""
    return [
        (page, shlex.split(line, comments=True)[1:])
        for language in ("", "sh", "console")
        for page, _, text in blocks(language)
        for line in text.splitlines()
        if line.startswith("atlas ") and "[" not in line.split("#")[0]
    ]
