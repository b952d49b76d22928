"""Links that the atlas writes it also reads: as it wrote them, and as letters, forms and networks pass them on."""

import math
import random
import re
from urllib.parse import quote

import pytest

from atlas.catalog.filter import NUMERIC
from atlas.i18n import LANGUAGES
from atlas.scene.query.actions import apply_action
from atlas.scene.query.drawn_shape import read_shape
from atlas.scene.query.permalink import parse_permalink, parse_query, to_permalink, to_query
from atlas.scene.query.view import APPEARANCES, MODES, MOST_ZOOM, WAYS, Camera, View
from atlas.scene.story.library import list_stories, resolve_view

LINK = (
    "?lang=en&mode=compare&at=50.45,2.85,11&layers=slag_heaps&layers=communes&slag_heaps.form=conical"
    "&slag_heaps.area_ha__gte=10&near=slag_heaps:green_corridors:500&select=circle:50.4,2.8,1500"
    "&classes=slag_heaps.area_ha:quantiles:5&opacity=communes:0.5&territory=62498&year=1950&territory_rule=0.5"
)
VIEW = parse_permalink(LINK)[0]
ENCODED = quote(LINK[1:], safe="")
# As a letter writes it (quoted-printable).
QUOTED = LINK.replace("=", "=3D")


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        LINK.replace("&", "&amp;"),
        LINK.replace("&", "&amp;amp;"),
        LINK.replace("&lang", "&amp;lang").replace("&near", "&amp;near"),
        LINK.replace(",", ",+"),
        LINK.replace(",", ", "),
        LINK.replace(",", "%2C%20"),
        LINK.replace(",", "%2C").replace(":", "%3A"),
        LINK.replace(",", "%252C").replace(":", "%253A"),
        LINK.replace(".area_ha__gte", "%2Earea_ha__gte"),
        LINK.replace(".area_ha__gte", "%252Earea_ha__gte"),
        LINK.replace("&", "& "),
        LINK.replace("&", "&\n"),
        LINK.replace("mode=", "MODE=").replace("lang=", "Lang="),
        LINK.replace("=50.45", "=%2050.45").replace(",11", ",11%0A"),
        LINK.replace("50.45,2.85", "+50.45,+2.85"),
        LINK.replace("50.45,2.85", "%2B50.45,%2B2.85"),
        LINK + "&utm_source=letter&utm_medium=email&fbclid=IwAR0&gclid=x&mc_cid=1",
        LINK + "&lang=en",
        "?" + ENCODED,
        "?" + quote(ENCODED, safe=""),
        "https://atlas.example/?" + ENCODED,
        LINK.replace("compare", "compare%E2%80%8B"),
        LINK.replace("=compare", "=Compare").replace("=en", "=EN").replace("quantiles", "Quantiles"),
        LINK.replace("slag_heaps", "Slag_Heaps").replace("__gte", "__GTE"),
        LINK + ".",
        LINK + ")",
        LINK + "%3E",
        LINK + '".',
        LINK + "&",
        LINK.replace("?", "?&"),
        LINK + "&layers=slag_heaps",
        LINK.replace("&", "&#38;"),
        LINK.replace("&", "&#038;"),
        LINK.replace("&", "&#x26;"),
        QUOTED,
        re.sub("(.{40})", "\\1=\n", QUOTED),
        re.sub("(.{40})", "\\1=\r\n", QUOTED),
        # As an address bar takes it, which drops the ends of lines.
        re.sub("(.{40})", "\\1=", QUOTED),
        re.sub("(.{40})", "\\1=\n", LINK),
        LINK.replace("&at", "%26at"),
        LINK.replace("&", "%26"),
        LINK.replace("&at", "%26amp%3Bat").replace("&slag", "%26slag"),
        LINK + "?utm_source=letter&utm_medium=email",
        LINK + "?fbclid=IwAR0",
        LINK.replace("=10", "=10%26year=1950").replace("&year=1950", "") + "?utm_source=x",
        LINK.replace("=10", "=10?utm_source=letter"),
        LINK.replace("slag_heaps", "slag_\u200bheaps").replace("compare", "com\u00adpare"),
        LINK.replace(",2.8,", ",\u00a02.8, "),
        LINK.replace("circle", "Circle"),
    ],
)
def test_a_link_that_was_changed_on_its_way_is_the_same_view(link):
    assert parse_permalink(link) == (VIEW, ())


ENDS = [".", ",", ")", ">", "»", ".)", "%3E", "\u00a0", "%20", "!", "…", "%C2%A0", "”.", ");"]
PARTS = [
    *("at=50.43,2.83,11", "layers=slag_heaps", "slag_heaps.form=conical", "slag_heaps.area_ha__gte=10", "year=1950"),
    *("slag_heaps.form__missing=1", "territory=62498", "territory=62498&territory_rule=0.5", "lang=pt", "theme=dark"),
    *("select=circle:50.4,2.8,1500", "select=_p~iF~ps|U_ulLnnqC_mqNvxq`@", "near=slag_heaps:green_corridors:500"),
    *("nearest=slag_heaps:green_corridors", "classes=slag_heaps.area_ha:quantiles:5", "order=slag_heaps"),
    *("opacity=slag_heaps:0.5", "card=slag_heaps:t74", "basemap=atlas", "mode=data&layer=slag_heaps"),
    *("mode=compare&compare=62498", "mode=compare&ref=median", "mode=compare&ind=heap_to_network_m.waterway:2"),
    *(
        "mode=compare&perimeter=mbm",
        "mode=compare&norm=area",
        "mode=compare&way=plots",
        "mode=compare&detail=maps.kind:pair",
    ),
    *("mode=present&story=trois-siecles-de-charbon:2", "mode=network"),
]


@pytest.mark.parametrize("part", PARTS)
def test_no_sign_of_a_sentence_is_a_part_of_the_link_that_it_ends(atlas, part):
    meant, unfit = resolve_view(parse_permalink(f"?{part}")[0], atlas)
    assert unfit == ()
    for end in ENDS:
        read, unread = parse_permalink(f"?{part}{end}")
        assert (*resolve_view(read, atlas), unread) == (meant, (), ()), end


def test_names_in_capitals_are_read_where_they_are_known_no_other_way(atlas):
    read, unread = parse_permalink(
        "?territory=Nord_Pas_De_Calais&mode=compare&ind=Heap_To_Network_M.Waterway&card=Slag_Heaps:T74"
    )
    view, unfit = resolve_view(read, atlas)
    assert (unread, unfit) == ((), ())
    assert (view.territory, view.ind, view.card) == (
        ("nord_pas_de_calais",),
        ("heap_to_network_m.waterway",),
        ("slag_heaps", "t74"),
    )


@pytest.mark.parametrize("lon", [190, -170, 539, -530])
def test_a_place_of_another_copy_of_the_world_is_the_same_place(lon):
    around = (lon + 180) % 360 - 180
    assert parse_permalink(f"?at=20,{lon},3")[0].at == Camera(20, around, 3)
    shape = read_shape(f"circle:20,{lon},1000")
    assert shape == read_shape(f"circle:20,{around},1000")


def test_the_text_of_a_filter_stays_as_it_is():
    for text in ("a%2Cb", " a", "a ", "100%", "a&amp;b", "a+b", "ü=é", "{x}"):
        view = parse_query({"slag_heaps.form": [text]})[0]
        assert view.filters[0].values == (text,)
        assert parse_permalink(to_permalink(view)) == (view, ())


@pytest.mark.parametrize("zoom", ["22", "22.5", "41.5", "1e3"])
def test_a_zoom_that_an_earlier_map_wrote_is_the_greatest(zoom):
    assert parse_permalink(f"?at=50.43,2.82999,{zoom}") == (View(at=Camera(50.43, 2.82999, MOST_ZOOM)), ())


@pytest.mark.parametrize("value", ["{lat},{lon},{zoom}", "%lat%,%lon%,11", "LAT,LON,ZOOM", "<lat>", "[lat],[lon],[z]"])
def test_a_placeholder_is_one_mistake_and_the_rest_opens(value):
    view, [problem] = parse_query({"at": [value], "territory": ["62498"], "lang": ["en"]})
    assert view == View(lang="en", territory=("62498",))
    assert problem.key in {"number_wrong", "form_wrong"}
    assert str(problem).startswith("at: ")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("at=50.4,2.8,{z}", "at: '{z}'"),
        ("layers=<ID>", "layers: no layer '<id>'"),
        ("layers={layer}", "layers: no layer '{layer}'"),
        ("lang={lang}", "lang: no value '{lang}'"),
        ("mode=<mode>", "mode: no value '<mode>'"),
        ("year=[year]", "year: '[year]'"),
        ("territory={id}", "territory: "),
        ("card=slag_heaps:{id}", "card: "),
        ("slag_heaps.form={form}", "slag_heaps.form: no value '{form}'"),
        ("slag_heaps.area_ha__gte={ha}", "slag_heaps.area_ha__gte: '{ha}'"),
        ("story={slug}:{n}", "story: '{n}'"),
        ("select={shape}", "select: '{shape}'"),
        ("note={note}", "note: '{note}'"),
    ],
)
def test_a_placeholder_is_said_as_it_was_written(atlas, part, said):
    read, unread = parse_permalink(f"?{part}&theme=dark")
    view, unfit = resolve_view(read, atlas)
    [problem] = (*unread, *unfit)
    assert str(problem).startswith(said)
    assert view.theme == "dark"


@pytest.mark.parametrize(
    ("lat", "lon", "zoom", "camera"),
    [
        (50, 3, 41.5, Camera(50, 3, MOST_ZOOM)),
        (50, 3, -1, Camera(50, 3, 0)),
        (50, 363, 9, Camera(50, 3, 9)),
        (50, -543, 9, Camera(50, 177, 9)),
        (91, 180, 9, Camera(90, 180, 9)),
        (-90.00001, -180, 9.25, Camera(-90, -180, 9.25)),
    ],
)
def test_the_map_says_no_camera_that_a_link_cannot(catalog, lat, lon, zoom, camera):
    view = apply_action(View(), {"kind": "camera", "lat": lat, "lon": lon, "zoom": zoom}, catalog)
    assert view.at == camera
    assert parse_permalink(to_permalink(view)) == (view, ())


@pytest.mark.parametrize("lat", [math.nan, math.inf, "x", None])
def test_no_place_is_no_camera(catalog, lat):
    with pytest.raises(Exception, match="camera"):
        apply_action(View(), {"kind": "camera", "lat": lat, "lon": 3, "zoom": 9}, catalog)


def _acts(chance, atlas):
    """Yield acts of a reader for ever, by chance, with the layers and rows of an atlas."""
    layers = [layer for layer in atlas.catalog.values() if layer.style]
    communes, stories = list(atlas.frames["communes"].index), list(list_stories())

    def choose():
        layer = chance.choice(layers)
        gdf = atlas.frames[layer.id]
        named = [name for name, field in layer.fields.items() if field.filter and field.codes]
        numbers = [name for name, field in layer.fields.items() if field.type in NUMERIC and gdf[name].notna().any()]
        yield {
            "kind": "camera",
            "lat": chance.uniform(-95, 95),
            "lon": chance.uniform(-720, 720),
            "zoom": chance.uniform(-1, 45),
        }
        yield {"kind": "layer", "layer": layer.id, "on": chance.random() < 0.7}
        yield {"kind": "theme", "theme": layer.theme, "on": chance.random() < 0.5}
        if named:
            field = chance.choice(named)
            code = chance.choice([None, *layer.fields[field].codes])
            yield {"kind": "legend", "layer": layer.id, "field": field, "code": code}
        if numbers:
            field = chance.choice(numbers)
            bound = {"gte": chance.uniform(-1, 1) * 10 ** chance.randint(-8, 8)}
            yield {"kind": "filter", "layer": layer.id, "field": field, **bound, "missing": chance.random() < 0.3}
            scheme = chance.choice(["quantiles", "natural_breaks", "equal_intervals"])
            yield _set(classes=[f"{layer.id}.{field}:{scheme}:{chance.randint(2, 7)}"])
        yield {"kind": "clear", **({"layer": layer.id} if chance.random() < 0.7 else {})}
        yield _set(territory=chance.sample(communes, chance.randint(0, 3)))
        yield _set(territory_rule=[chance.choice(["meets", "within", "centre", "0.5", str(chance.uniform(0.0001, 1))])])
        yield _set(
            select=[f"circle:{chance.uniform(40, 60):.5f},{chance.uniform(-180, 180):.5f},{chance.randint(1, 9**6)}"]
        )
        yield _set(select=[])
        others = [other.id for other in layers if other.id != layer.id]
        yield _set(near=[f"{layer.id}:{chance.choice(others)}:{chance.uniform(0, 1e4):.3f}"])
        yield _set(nearest=[f"{layer.id}:{chance.choice(others)}"])
        yield _set(year=chance.choice([[], [str(chance.randint(1700, 2030))]]))
        yield _set(opacity=[f"{layer.id}:{chance.uniform(0.05, 1)}"])
        yield _set(order=chance.sample(others, 3))
        yield _set(card=[f"{layer.id}:{chance.choice(list(gdf.index))}"])
        yield _set(lang=[chance.choice(LANGUAGES)])
        yield _set(theme=[chance.choice(APPEARANCES)])
        yield _set(mode=[chance.choice(MODES)])
        yield _set(way=[chance.choice(WAYS)], compare=chance.sample(communes, chance.randint(1, 4)))
        yield _set(detail=[f"size.x:{chance.uniform(-1e6, 1e6):.2f}"])
        yield _set(mode=["present"], story=[f"{chance.choice(stories)}:{chance.randint(1, 5)}"])

    while True:
        yield chance.choice(list(choose()))


def _set(**query):
    return {"kind": "set", "query": query}


@pytest.mark.parametrize("seed", range(6))
def test_every_state_that_a_reader_reaches_comes_back_from_the_address(atlas, seed):
    chance = random.Random(seed)  # noqa: S311 - a walk
    view, acts = View(), _acts(chance, atlas)
    for _ in range(60):
        view, _ = resolve_view(apply_action(view, next(acts), atlas.catalog), atlas)
        link = to_permalink(view)
        for way in (link, link.replace("&", "&amp;"), "?" + quote(link[1:], safe="")):
            read, unread = parse_permalink(way)
            assert unread == (), way
            again, unfit = resolve_view(read, atlas)
            assert (again, unfit) == (view, ()), way
        assert parse_query(to_query(view)) == (read, ())
