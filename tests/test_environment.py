"""Numbers that environment variables set: defaults, ranges, one sentence for a wrong value, one table in the docs."""

import re
from pathlib import Path

import pytest

from atlas.__main__ import main
from atlas.environment import KINDS, ImportLimits, UploadLimits, check_environment, read_limits, variables
from atlas.errors import AtlasError

ROOT = Path(__file__).parents[1]
VARIABLES = {variable.name: (kind, variable) for kind in KINDS for variable in variables(kind)}


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_variable_the_defaults_hold(kind):
    assert read_limits(kind, {}) == kind()


@pytest.mark.parametrize("name", VARIABLES)
def test_both_ends_of_the_range_are_valid_and_an_empty_variable_counts_as_not_set(name):
    kind, variable = VARIABLES[name]
    attribute = name.removeprefix(kind.prefix).lower()
    for value in (variable.least, variable.default, variable.greatest):
        assert getattr(read_limits(kind, {name: str(value)}), attribute) == value
    assert read_limits(kind, {name: ""}) == kind()


@pytest.mark.parametrize("name", VARIABLES)
def test_any_other_value_is_refused_in_one_sentence_that_names_variable_and_range(name):
    kind, variable = VARIABLES[name]
    beyond = [str(variable.greatest + 1), *([str(variable.least - 1)] if variable.least else [])]
    for wrong in ("0x1", "-1", "many", "1.5", "²", " 1", *beyond):
        expected = f"{name}: {wrong!r}; write a whole number from {variable.least} to {variable.greatest}"
        with pytest.raises(AtlasError) as raised:
            read_limits(kind, {name: wrong})
        assert str(raised.value) == expected
        with pytest.raises(AtlasError, match=name):
            check_environment({name: wrong})


def test_zero_closes_uploads_but_is_no_size_of_an_import():
    assert read_limits(UploadLimits, {"ATLAS_UPLOAD_MB": "0"}).mb == 0
    with pytest.raises(AtlasError, match="from 1 to"):
        read_limits(ImportLimits, {"ATLAS_IMPORT_FILE_MB": "0"})


def test_the_table_of_the_docs_lists_every_variable_as_the_program_reads_it():
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `(ATLAS_\w+)` \| ([\d,]+) \| ([^|]+) \| ([\d,]+) – ([\d,]+) \| [^|]+ \|$", page, re.MULTILINE
    )
    written = [(name, default, unit, least, greatest) for name, default, unit, least, greatest in rows]
    assert written == [
        (name, f"{own.default:,}", own.unit, f"{own.least:,}", f"{own.greatest:,}")
        for name, (_, own) in VARIABLES.items()
    ]


def test_no_other_module_reads_a_number_from_the_environment():
    names = "|".join(VARIABLES)
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "atlas").rglob("*.py")
        if path.name != "environment.py"
        and re.search(rf"environ\w*(\.get\(|\[)[^)\]]*({names})", path.read_text("utf-8"))
    ]
    assert found == []


def test_the_server_does_not_start_with_a_wrong_number(monkeypatch, capsys):
    monkeypatch.setenv("ATLAS_UPLOAD_SECONDS", "many")
    assert main(["serve"]) == 1
    assert "ATLAS_UPLOAD_SECONDS: 'many'; write a whole number from 1 to 86400" in capsys.readouterr().err
