"""Figures in prose against the frames themselves."""

import geopandas as gpd
import pytest
import shapely

from atlas.analysis.spatial.measure import areas_m2, lengths_m
from atlas.errors import AtlasError
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.validate_view import validate_view
from atlas.scene.query.view import View
from atlas.scene.story.inline_figures import evaluate_figure, figure_layers, resolve_line, resolve_prose
from atlas.scene.story.library import list_stories, open_story

HEAPS = View(lang="en", layers=("slag_heaps",))


@pytest.fixture
def ask(atlas):
    def ask(text, view=HEAPS):
        return evaluate_figure(text, view, atlas)

    return ask


def union_ha(shapes):
    return float(areas_m2(gpd.GeoSeries([shapely.union_all(shapes.dropna())], crs="EPSG:4326")).iloc[0]) / 1e4


def test_a_count_is_that_of_the_frame(ask, frames):
    heaps = frames["slag_heaps"]
    assert ask("{count slag_heaps}").value == len(heaps)
    assert ask("{count ?layers=slag_heaps&slag_heaps.unesco=inscribed}").value == int(
        (heaps["unesco"] == "inscribed").sum()
    )
    assert ask("{count slag_heaps ?slag_heaps.area_ha__gte=20}").value == int((heaps["area_ha"] >= 20).sum())


def test_unknown_known_and_distinct_are_counted_apart(ask, frames):
    shafts = frames["mine_shafts"]
    assert ask("{unknown mine_shafts.depth_m}").value == int(shafts["depth_m"].isna().sum())
    assert ask("{distinct mine_shafts.company}").value == shafts["company"].nunique()
    parts = {part.strip() for cell in frames["unesco_components"]["communes"] for part in cell.split(";")}
    assert ask("{distinct unesco_components.communes}").value == len(parts)


def test_extremes_and_sums_leave_out_what_is_unknown(ask, frames):
    shafts, communes = frames["mine_shafts"], frames["communes"]
    assert ask("{min mine_shafts.sunk_year}").text == str(int(shafts["sunk_year"].min()))
    assert ask("{max mine_shafts.depth_m}").value == float(shafts["depth_m"].max())
    assert ask("{sum communes.population_2023}").value == int(communes["population_2023"].sum())


def test_areas_are_those_of_the_union_and_lengths_geodesic(ask, frames):
    heaps, railways = frames["slag_heaps"], frames["green_corridors"]
    areas = heaps.geometry[shapely.get_dimensions(heaps.geometry.to_numpy()) == 2]
    assert ask("{area slag_heaps}").value == pytest.approx(union_ha(areas), abs=0.01)
    lines = railways.geometry[shapely.get_dimensions(railways.geometry.to_numpy()) == 1]
    length = ask("{length green_corridors ?green_corridors.situation=buffer}")
    assert length.value == pytest.approx(lengths_m(lines).sum() / 1e3, abs=0.01)
    assert length.text == "796\u00a0km"


def test_what_stood_in_a_year_is_apart_from_what_may_have(ask, frames):
    shafts = frames["mine_shafts"]
    standing = (shafts["sunk_year"] <= 1900) & (shafts["closed_year"] >= 1900)
    assert ask("{standing mine_shafts ?year=1900}").value == int(standing.sum())
    begun = ~(shafts["sunk_year"] > 1900).fillna(value=False)
    ended = (shafts["closed_year"] < 1900).fillna(value=False)
    assert ask("{unsure mine_shafts ?year=1900}").value == int((begun & ~ended & ~standing.fillna(value=False)).sum())


def test_one_row_and_a_contested_figure_are_written_as_their_cards_write_them(ask):
    assert ask("{value slag_heaps.form:t75}").text == "Flat"
    assert ask("{figure unesco_components.property_area:unesco}").text == "3,943\u00a0ha"
    assert ask("{figure slag_heaps.slag_heap_count:numbered}").text == "330–340"


def test_a_figure_says_which_link_it_is_the_answer_to(ask, atlas):
    figure = ask("{count slag_heaps ?slag_heaps.form=conical&year=1900}", View(lang="pt", at=None, theme="room"))
    view, problems = parse_permalink(figure.link)
    assert problems == ()
    assert (view.layers, view.lang, view.theme, view.mode) == (("slag_heaps",), "pt", "light", "explore")
    assert len(query_rows(view, atlas)["slag_heaps"]) == figure.value


TOTALS = ("sum", "min", "max")


@pytest.mark.parametrize(("slug", "lang"), [(slug, lang) for slug, langs in list_stories().items() for lang in langs])
def test_every_count_of_every_story_is_what_the_command_line_writes(slug, lang, atlas):
    for chapter in open_story(slug, lang).chapters:
        view, _ = validate_view(parse_permalink(chapter.link)[0], atlas)
        for block in resolve_prose(f"{chapter.title}\n\n{chapter.text}\n\n{chapter.notes}", view, atlas):
            for run in block:
                if run.kind == "figure" and isinstance(run.value, int) and "year" not in run.link:
                    figure_view, problems = parse_permalink(run.link)
                    assert problems == ()
                    assert run.value <= sum(len(rows) for rows in query_rows(figure_view, atlas).values())


def test_prose_keeps_its_hands_and_its_signs_together(atlas):
    runs = resolve_line("Il y a **beaucoup** ; *voici* : {count slag_heaps} !", HEAPS, atlas)
    assert [(run.text, run.kind) for run in runs] == [
        ("Il y a ", "plain"),
        ("beaucoup", "strong"),
        ("\u00a0; ", "plain"),
        ("voici", "emphasis"),
        ("\u00a0: ", "plain"),
        ("333", "figure"),
        ("\u00a0!", "plain"),
    ]
    assert (
        "".join(run.text for run in resolve_line("« Oui » : non ?", HEAPS, atlas))
        == "«\u00a0Oui\u00a0»\u00a0: non\u00a0?"
    )
    assert figure_layers("{count slag_heaps} {min mine_shafts.sunk_year}", HEAPS, atlas) == {
        "slag_heaps",
        "mine_shafts",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{guess slag_heaps}", "no figure; write {verb layer.field ?link} with one of count"),
        ("{count}", None),
        ("{count ?layers=slag_heaps&layers=mine_shafts}", "name the layer"),
        ("{count nowhere}", "no layer of that name"),
        ("{max slag_heaps.mood}", "slag_heaps: no field 'mood'"),
        ("{count slag_heaps ?slag_heaps.form=round}", "no value 'round'"),
        ("{count slag_heaps ?mood=3}", "mood"),
        ("{value slag_heaps.form:t0}", "slag_heaps: no row 't0'"),
        *(
            (f"{{{verb} slag_heaps.form}}", f"{verb} goes with numbers and years, the field is string")
            for verb in TOTALS
        ),
        *((f"{{{verb} projects.start}}", f"{verb} goes with numbers and years, the field is date") for verb in TOTALS),
        *((f"{{{verb} slag_heaps.area_ha:x}}", f"{verb} takes a whole column") for verb in (*TOTALS, "distinct")),
        ("{sum slag_heaps}", "no field None"),
        ("{count communes ?year=1e308}", "not a number"),
        ("{count communes ?select=circle:1,1,1e308}", "no shape"),
        ("{value slag_heaps.form:t1}", None),
        (
            "{figure slag_heaps.slag_heap_count:guess}",
            "no such contested figure; the nearest are slag_heap_count:",
        ),
        ("{standing mine_shafts}", "no year"),
        ("{max slag_heaps.area_ha ?slag_heaps.unesco=none}", "nothing known to count"),
        ("{area mine_shafts}", "nothing known to count"),
    ],
)
def test_a_figure_that_cannot_be_answered_says_why(ask, text, sentence):
    if sentence is None:
        ask(text)
        return
    with pytest.raises(AtlasError) as raised:
        ask(text)
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        ("{count mine_shafts ?territory=62498}", "at least "),
        ("{length blue_corridors ?territory=246200364}", "at least "),
        ("{count slag_heaps ?near=slag_heaps:blue_corridors:500}", "at least "),
        ("{count unesco_components ?territory=62498}", ""),
        ("{count slag_heaps ?slag_heaps.unesco=inscribed&territory=246200364}", ""),
        ("{count mine_shafts}", ""),
    ],
)
def test_a_figure_in_an_area_where_the_layer_is_not_complete_says_at_least(ask, figure, written):
    run = ask(figure)
    assert run.text.startswith("at least ") == bool(written)
    assert isinstance(run.value, int | float)
