import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.catalog.filter import Filter
from atlas.i18n import LANGUAGES
from atlas.scene.notes.note import COLOURS, Note, plain_text
from atlas.scene.query.permalink import parse_permalink, parse_query, to_permalink, to_query
from atlas.scene.query.view import APPEARANCES, MODES, WAYS, Camera, Classes, Near, Nearest, View

IDS = st.from_regex(r"[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,5}){0,2}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
SHAPES = st.sampled_from(["circle:50.43,2.83,1500", "_p~iF~ps|U_ulLnnqC_mqNvxq`@", "circle:-19.6,-43.2,80000.5"])
FILTERS = st.one_of(
    st.builds(Filter, IDS, IDS, st.just("in"), st.lists(WORDS, min_size=1, max_size=4).map(tuple)),
    st.builds(lambda la, f, o, b: Filter(la, f, o, bound=b), IDS, IDS, st.sampled_from(["gte", "lte"]), NUMBERS),
    st.builds(Filter, IDS, IDS, st.just("missing")),
)

PLACES = st.tuples(st.floats(-90, 90), st.floats(-360, 360)).map(
    lambda at: (round(at[0], 5) + 0.0, round(at[1], 5) + 0.0)
)


def unique(strategy, **options):
    return st.lists(strategy, max_size=4, unique=True, **options).map(tuple)


NOTES = st.one_of(
    st.builds(
        Note, st.just("pin"), PLACES.map(lambda place: (place,)), WORDS.map(plain_text), st.sampled_from(COLOURS)
    ),
    st.builds(Note, st.just("line"), st.lists(PLACES, min_size=2, max_size=4, unique=True).map(tuple)),
)
VIEWS = st.builds(
    View,
    mode=st.sampled_from(MODES),
    lang=st.sampled_from(LANGUAGES),
    theme=st.sampled_from(APPEARANCES),
    basemap=WORDS,
    at=st.none() | st.builds(Camera, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 22)),
    layers=st.none() | unique(IDS),
    filters=st.lists(FILTERS, max_size=5, unique_by=lambda f: f.key).map(tuple),
    territory=unique(WORDS),
    territory_rule=st.sampled_from(["meets", "within", "centre"]) | st.floats(1e-4, 1),
    select=st.none() | SHAPES,
    near=unique(st.builds(Near, IDS, IDS, st.floats(0, 1e6))),
    nearest=unique(st.builds(Nearest, IDS, IDS)),
    year=st.none() | st.integers(1500, 2100),
    classes=unique(st.builds(Classes, IDS, IDS, IDS, st.integers(2, 9))),
    order=unique(IDS),
    opacity=st.dictionaries(IDS, st.floats(0.05, 1), max_size=3).map(lambda shares: tuple(shares.items())),
    compare=unique(WORDS),
    ref=st.none() | WORDS,
    ind=unique(IDS),
    perimeter=st.none() | WORDS,
    norm=st.none() | IDS,
    way=st.sampled_from(WAYS),
    detail=st.dictionaries(IDS, WORDS.filter(bool), max_size=3).map(lambda pairs: tuple(pairs.items())),
    version=unique(st.tuples(IDS, IDS)),
    story=st.none() | st.tuples(IDS, st.integers(1, 99)),
    layer=st.none() | IDS,
    card=st.none() | st.tuples(IDS, WORDS),
    note=unique(NOTES),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(VIEWS)
def test_a_link_reopens_the_same_view(view):
    assert parse_query(to_query(view)) == (view, ())
    assert parse_permalink(to_permalink(view)) == (view, ())
    assert parse_permalink("https://atlas.example/app/" + to_permalink(view)) == (view, ())


def test_the_link_of_the_first_view_is_empty():
    assert to_permalink(View()) == "?"
    assert parse_permalink("") == (View(), ())


def test_a_link_with_every_parameter_is_read():
    link = (
        "?lang=fr&mode=explore&at=50.45,2.85,11&layers=slag_heaps&layers=green_corridors&slag_heaps.form=conical"
        "&slag_heaps.area_ha__gte=10&near=slag_heaps:green_corridors:500&territory=246200364"
    )
    view, problems = parse_permalink(link)
    assert problems == ()
    assert view == View(
        at=Camera(50.45, 2.85, 11),
        layers=("slag_heaps", "green_corridors"),
        filters=(
            Filter("slag_heaps", "area_ha", "gte", bound=10),
            Filter("slag_heaps", "form", "in", ("conical",)),
        ),
        near=(Near("slag_heaps", "green_corridors", 500),),
        territory=("246200364",),
    )


def test_an_empty_list_of_layers_differs_from_the_default_layers():
    assert parse_permalink(to_permalink(View(layers=())))[0].layers == ()
    assert View().layers is None


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("?lang=de", "lang"),
        ("?lang=fr&lang=en", "lang"),
        ("?mode=fly", "mode"),
        ("?at=50,2", "at"),
        ("?at=95,2,8", "at"),
        ("?at=50,x,8", "at"),
        ("?near=slag_heaps:500", "near"),
        ("?near=a:b:-5", "near"),
        ("?near=a:b:nan", "near"),
        ("?nearest=a", "nearest"),
        ("?year=1900.5", "year"),
        ("?year=soon", "year"),
        ("?year=1_900", "year"),
        ("?year=1e308", "year"),
        ("?year=10001", "year"),
        ("?year=" + "9" * 5000, "year"),
        ("?near=a:b:1e308", "near"),
        ("?near=a:b:40100001", "near"),
        ("?at=1e308,2,8", "at"),
        ("?story=coal:1e300", "story"),
        ("?story=coal:-1", "story"),
        ("?slag_heaps.area_ha__gte=1e309", "slag_heaps.area_ha__gte"),
        ("?slag_heaps.area_ha__gte=" + "9" * 5000, "slag_heaps.area_ha__gte"),
        ("?select=circle:50,3,1e308", "select"),
        ("?slag_heaps.area_ha__gte=\uff11\uff10", "slag_heaps.area_ha__gte"),
        ("?classes=slag_heaps:quantiles:5", "classes"),
        ("?opacity=slag_heaps", "opacity"),
        ("?opacity=slag_heaps:0", "opacity"),
        ("?opacity=slag_heaps:1.5", "opacity"),
        ("?opacity=slag_heaps:half", "opacity"),
        ("?territory_rule=inside", "territory_rule"),
        ("?territory_rule=0", "territory_rule"),
        ("?territory_rule=1.5", "territory_rule"),
        ("?territory_rule=-0.5", "territory_rule"),
        ("?territory_rule=nan", "territory_rule"),
        ("?territory_rule=", "territory_rule"),
        ("?territory_rule=within&territory_rule=0.5", "territory_rule"),
        ("?select=circle:1,2", "select"),
        ("?select=circle:1,2,0", "select"),
        ("?select=zz", "select"),
        ("?select=", "select"),
        ("?story=coal", "story"),
        ("?colour=red", "colour"),
        ("?slag_heaps.area_ha__above=3", "slag_heaps.area_ha__above"),
        ("?slag_heaps.area_ha__gte=big", "slag_heaps.area_ha__gte"),
        ("?slag_heaps.form__missing=0", "slag_heaps.form__missing"),
    ],
)
def test_an_invalid_parameter_is_an_error_and_the_rest_opens(link, key):
    view, problems = parse_permalink(link + "&territory=59008&slag_heaps.form=flat")
    assert [str(problem).split(":")[0] for problem in problems] == [key]
    assert view == View(territory=("59008",), filters=(Filter("slag_heaps", "form", "in", ("flat",)),))


@pytest.mark.parametrize("link", ["?layers=a,b&layers=c", "?layers=a,+b,c,", "?layers=a%2Cb%2Cc", "?layers=a,b,a,c"])
def test_layers_may_be_written_with_commas(link):
    assert parse_permalink(link) == (View(layers=("a", "b", "c")), ())


@pytest.mark.parametrize(
    ("value", "nearest"),
    [("with", "within"), ("center", "centre"), ("meet", "meets"), ("50", "0.5"), ("50%", "0.5"), ("0", "0.0001")],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_rule_is_one_sentence_with_the_nearest(lang, value, nearest):
    view, (problem,) = parse_query({"territory_rule": [value], "territory": ["62498"]})
    assert view == View(territory=("62498",))
    text = problem.text(lang)
    assert text.startswith("territory_rule")
    assert f" {nearest};" in text or f" {nearest} ;" in text
    assert text.count("\n") == 0


def test_the_whole_as_a_share_is_the_rule_within():
    assert parse_permalink("?territory_rule=1") == (View(territory_rule="within"), ())
    assert to_permalink(View(territory_rule=0.5)) == "?territory_rule=0.5"
    assert to_permalink(View(territory_rule="meets")) == "?"


def test_parameters_of_the_page_frame_are_ignored():
    assert parse_permalink("?embed=true&embed_options=dark_theme") == (View(), ())


@pytest.mark.parametrize(
    "link", ["http://[::1", "http://[x]/?lang=en", "?" + "&".join(f"a{n}=1" for n in range(6_000))]
)
def test_a_link_that_cannot_be_read_is_one_error(link):
    view, [problem] = parse_permalink(link)
    assert view == View()
    assert problem.key == "link_unreadable"


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/l/abcdefgh",
        "a.example:8501/maps/l/ABCDEFGH/?utm_source=x",
        "/l/abcdefgh.",
        "l/abc#x",
        "https://a.example/l/",
        "https://a.example/l/abcdefgh&utm_source=x",
    ],
)
def test_a_short_link_is_no_link_to_the_first_map(link):
    view, [problem] = parse_permalink(link)
    assert view == View()
    assert problem.key == "link_short"


def test_an_address_in_a_note_is_no_short_link():
    assert parse_permalink("note=text:50.4,2.8:https://a.example/l/abcdefgh")[1] == ()


@pytest.mark.parametrize(
    ("key", "value", "most"),
    [
        ("near", "a:b:{}", 20),
        ("nearest", "a:b{}", 20),
        ("territory", "t{}", 1000),
        ("layers", "l{}", 1000),
        ("a.b", "{}", 1000),
    ],
)
def test_a_link_has_so_many_values_and_no_more(key, value, most):
    values = [value.format(number) for number in range(most + 1)]
    assert parse_query({key: values[:-1]})[1] == ()
    view, [problem] = parse_query({key: values})
    assert view == View()
    assert problem.named["count"] == most + 1


def test_the_sheet_of_a_layer_has_an_address_in_the_data_mode_alone():
    view, problems = parse_permalink("?mode=data&layer=%20slag_heaps%20")
    assert (view.layer, problems) == ("slag_heaps", ())
    assert to_permalink(view) == "?mode=data&layer=slag_heaps"
    view, problems = parse_permalink("?layer=slag_heaps")
    assert view == View()
    (said,) = (problem.text("en") for problem in problems)
    assert said.endswith("is in mode=data; to see the layer on the map, write layers=slag_heaps")
