import pytest

from atlas.errors import ViewError
from atlas.scene.cql2.parse import parse_filter

SAME = [
    ("area_ha >= 10", '{"op":">=","args":[{"property":"area_ha"},10]}'),
    ("form IN ('flat','conical')", '{"op":"in","args":[{"property":"form"},["flat","conical"]]}'),
    ("area_ha BETWEEN 1 AND 5", '{"op":"between","args":[{"property":"area_ha"},1,5]}'),
    ("name IS NOT NULL", '{"op":"not","args":[{"op":"isNull","args":[{"property":"name"}]}]}'),
    ("name LIKE 'l''é%'", '{"op":"like","args":[{"property":"name"},"l\'é%"]}'),
    (
        "S_INTERSECTS(geometry,POINT(2 50))",
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[2,50]}]}',
    ),
]


@pytest.mark.parametrize(("text", "json"), SAME)
def test_text_and_json_are_read_as_the_same_filter(text, json):
    assert parse_filter(text, "cql2-text") == parse_filter(json, "cql2-json")


TEXTS = {
    r"'l\'été'": "l'été",
    "'l''été'": "l'été",
    r"'a\tb\nc\\d'": "a\tb\nc\\d",
    r"'\a\b\v\f\r'": "\a\b\v\f\r",
    r"'100 \% \_'": r"100 \% \_",
    r"'\'\''": "''",
    r"'C:\\'": "C:\\",
    "''": "",
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_escapes_of_the_standard(text):
    assert parse_filter(f"name = {text}", "cql2-text") == {"op": "=", "args": [{"property": "name"}, TEXTS[text]]}


@pytest.mark.parametrize("number", [".5", "0.5", "5e-1", "+.5", "(.5)"])
def test_a_number_may_begin_with_its_point(number):
    found = parse_filter(f"a > {number} AND b <> '.5'", "cql2-text")
    assert found["args"][1]["args"][1] == ".5"
    assert str(found["args"][0]["args"][1]).count("0.5") == 1


def test_names_in_quotation_marks_have_no_escapes():
    assert parse_filter('"a" = 1', "cql2-text") == {"op": "=", "args": [{"property": "a"}, 1]}


@pytest.mark.parametrize("text", ["", "area_ha >=", "name = 'x", "a = 1 AND", "((a = 1)", "SELECT * FROM a; --"])
def test_what_is_no_filter_is_refused_in_a_sentence(text):
    with pytest.raises(ViewError) as refused:
        parse_filter(text, "cql2-text")
    assert refused.value.key == "cql_wrong"


# Each of them takes the parser minutes, or its process down.
HOSTILE = {
    "open brackets": "(" * 30 + "1",
    "brackets": "(" * 5_000 + "a = 1" + ")" * 5_000,
    "an error within brackets": "(" * 18 + "a = " + ")" * 18,
    "negations": "NOT " * 5_000 + "a = 1",
    "signs": "- " * 5_000 + "1 = a",
    "powers": "a = " + "2^" * 5_000 + "2",
    "functions": "CASEI(" * 5_000 + "a" + ")" * 5_000,
    "brackets of a geometry": "S_INTERSECTS(geometry,POINT(" + "(" * 5_000,
    "length": "a IN (" + ",".join(["1"] * 50_000) + ")",
    "conditions": " OR ".join(["a = 1"] * 5_000),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_would_stop_the_server_is_refused_unread(text):
    with pytest.raises(ViewError) as refused:
        parse_filter(text, "cql2-text")
    assert refused.value.key == "cql_large"


@pytest.mark.parametrize("sign", ["\\'", "'", '"', "\\", "'\\"])
def test_what_does_not_close_is_read_once(sign):
    with pytest.raises(ViewError):
        parse_filter("a = '" + sign * 25_000, "cql2-text")


def test_deep_json_is_refused_unread():
    with pytest.raises(ViewError) as refused:
        parse_filter('{"op":"not","args":[' * 1_000 + "true" + "]}" * 1_000, "cql2-json")
    assert refused.value.key == "cql_large"


def test_brackets_within_a_text_do_not_count():
    deep = "(" * 100
    assert parse_filter(f"name = '{deep}'", "cql2-text") == {"op": "=", "args": [{"property": "name"}, deep]}


def test_an_outline_of_two_thousand_vertices_is_read():
    ring = [f"{2 + k / 1e5:.5f} {50 + k * k / 1e9:.6f}" for k in range(2_000)]
    found = parse_filter(f"S_WITHIN(geometry,POLYGON(({','.join([*ring, ring[0]])})))", "cql2-text")
    assert len(found["args"][1]["coordinates"][0]) == 2_001
