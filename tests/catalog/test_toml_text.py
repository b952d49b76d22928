"""TOML that is nested without end is refused, not followed."""

import tomllib

import pytest

from atlas.toml_text import parse_toml


def test_tables_are_read_as_the_standard_library_reads_them():
    text = 'a = 1\n[b.c]\nd = [[1, 2], [{ e = "f" }]]\n'
    assert parse_toml(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 3000 + "]" * 3000,
        "a = " + "{a=" * 3000 + "1" + "}" * 3000,
        ".".join("a" * 40) + " = 1",
        "[" + ".".join("a" * 40) + "]",
    ],
)
def test_depth_is_bounded(text):
    with pytest.raises(tomllib.TOMLDecodeError, match="nested"):
        parse_toml(text)
