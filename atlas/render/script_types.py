"""Types for the browser's code of what the server sends it: its words, section by section."""

from collections import defaultdict

from atlas.i18n import LANGUAGES, words

_HEAD = "/* Written by atlas/render/script_types.py: a test fails when it is out of date. */\n"


def word_types() -> str:
    """Return the declarations of the words that scripts ask for: one interface a section of the locale tables."""
    sections: defaultdict[str, list[str]] = defaultdict(list)
    for key in words(LANGUAGES[0]):
        section, _, name = key.partition(".")
        if name.isidentifier():
            sections[section].append(name)
    return _HEAD + "".join(_interface(section, sorted(names)) for section, names in sorted(sections.items()))


def _interface(section: str, names: list[str]) -> str:
    fields = "".join(f"  {name}: string;\n" for name in names)
    return f"\nexport interface {section.title()}Words {{\n{fields}}}\n"
