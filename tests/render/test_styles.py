"""The style sheets are a system: values stand in ``shell/tokens.css`` alone, and every one of them is used."""

import re

import pytest

from atlas.render.assets import read_web, theme_style, web_files

TOKENS = "shell/tokens.css"
STYLES = sorted(path for path in web_files() if path.endswith(".css") and path != TOKENS)
SCRIPTS = sorted(path for path in web_files() if path.endswith(".js"))
COLOUR = re.compile(
    r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![\w-])|\b(?:rgba?|hsla?|oklch)\("
    r"|:\s[^;{}]*(?<=\s)(?:white|black|red|green|blue|yellow|gr[ae]y)\b(?![-\w(])"
)
LEVEL = re.compile(r"""z-index:\s*-?\d|zIndex\s*[:=]\s*["']?-?\d""")
USED = re.compile(r"var\((--[\w-]+)")
DECLARED = re.compile(r"^\s*(--[\w-]+):", re.MULTILINE)
# A measure that `layout.js` reads, and a custom property that a script sets or reads by name.
READ = re.compile(r"""["'`](?:--)?([a-z][a-z0-9-]*)["'`]""")


def plain(path):
    """Return a file without its comments."""
    return re.sub(r"/\*.*?\*/", "", read_web(path), flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES)
def test_a_style_writes_no_colour_and_no_level(path):
    assert COLOUR.findall(plain(path)) == []
    assert LEVEL.findall(plain(path)) == []


def test_a_script_writes_no_colour_and_no_level():
    colour = re.compile(r"""["'`]#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})["'`]|\brgba?\(\d""")
    found = {path: colour.findall(plain(path)) + LEVEL.findall(plain(path)) for path in SCRIPTS}
    assert {path: written for path, written in found.items() if written} == {}


@pytest.mark.parametrize("text", ["color: #fff;", "fill:rgba(0, 0, 0, 0.5)", "border: 1px solid white;"])
def test_a_colour_is_found(text):
    assert COLOUR.search(text)


@pytest.mark.parametrize("text", ["fill: url(#fade-red);", "color: var(--black);", "white-space: nowrap;"])
def test_what_is_no_colour_is_not(text):
    assert not COLOUR.search(text)


def test_every_value_that_a_style_uses_is_declared_or_set_by_a_script():
    declared = {name for path in (TOKENS, *STYLES) for name in DECLARED.findall(plain(path))}
    scripts = "".join(map(plain, SCRIPTS))
    used = {name for path in (*STYLES, *SCRIPTS) for name in USED.findall(plain(path))}
    assert {name for name in used - declared if not re.search(rf"{name}\b", scripts)} == set()


def test_every_value_is_used():
    used = {name for path in (TOKENS, *STYLES, *SCRIPTS) for name in USED.findall(plain(path))}
    used |= {f"--{name}" for path in SCRIPTS for name in READ.findall(plain(path))}
    # Those that only drawings on paper take.
    assert set(DECLARED.findall(plain(TOKENS))) - used == set()


@pytest.mark.parametrize(("theme", "scheme"), [("light", "light"), ("dark", "dark"), ("room", "light")])
def test_an_appearance_says_which_native_controls_it_wants(theme, scheme):
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", theme_style())
    schemes = [
        re.findall(r"scheme: (\w+)", block)
        for selector, block in blocks
        if f'[data-theme="{theme}"]' in selector and "color-scheme" in block
    ]
    assert schemes == [[scheme, scheme]]
