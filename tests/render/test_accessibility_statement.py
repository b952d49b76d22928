import re
from pathlib import Path

import pytest

from atlas.i18n import LANGUAGES
from atlas.render.accessibility_statement import APPLICABLE, MET, accessibility_page

TABLE = Path(__file__).parents[2] / "docs" / "accessibility.md"
# How many criteria each of the thirteen themes of RGAA 4.1 has.
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


def states():
    """Return the state of each criterion of the table."""
    rows = re.findall(
        r"^\| ([\d., ]+) \| (met|not met|not applicable) \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [(criterion, state) for criteria, state in rows for criterion in criteria.split(", ")]


def test_the_table_has_every_criterion_once():
    every = [f"{theme}.{k}" for theme, count in enumerate(CRITERIA, 1) for k in range(1, count + 1)]
    assert sorted(criterion for criterion, _ in states()) == sorted(every)


def test_the_statement_counts_what_the_table_says():
    found = [state for _, state in states()]
    assert (found.count("met"), found.count("met") + found.count("not met")) == (MET, APPLICABLE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_statement_names_every_criterion_that_is_not_met(lang):
    page = accessibility_page(lang, "light")
    named = re.findall(r"<li>([\d.]+) ", page)
    assert named == [criterion for criterion, state in states() if state == "not met"]
    assert f'<html lang="{lang}"' in page
