"""Scripts and styles as they are served."""

import gzip
import re

from atlas.render.assets import read_web, strip_comments, web_files
from atlas.render.chunks import chunk

# What the first map of the app loads beside Leaflet.
ENTRIES = ("map/main.js", "shell/page.js", "shell/bridge.js", "explore/explore.js")
MOST_KB = 66


def test_what_is_served_has_no_comments_and_every_line_keeps_its_number():
    for path in sorted(web_files()):
        text, served = read_web(path).splitlines(), strip_comments(read_web(path)).splitlines()
        assert len(served) == len(text), path
        assert {kept for kept, line in zip(served, text, strict=True) if kept != line} <= {""}, path
        assert [line for line in served if re.match(r"\s*/\*(?:(?!\*/).)*\*/$", line)] == [], path


def test_a_text_that_looks_like_a_comment_stays():
    assert strip_comments('const a = "/* b */";\n/* c\n   d */\nconst e = 2; /* f */\n') == (
        'const a = "/* b */";\n\n\nconst e = 2; /* f */\n'
    )


def test_the_scripts_of_the_first_map_are_few_bytes():
    sizes = [len(gzip.compress(chunk(entry).encode(), mtime=0)) for entry in ENTRIES]
    assert sum(sizes) <= 1000 * MOST_KB
