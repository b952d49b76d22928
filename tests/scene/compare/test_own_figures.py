"""The figures of a reader's table are indicators: compared, ranked, in portraits, and private like their layer."""

import pytest

from atlas.analysis.indicators import indicators_in
from atlas.errors import ViewError
from atlas.io.atlas import open_atlas
from atlas.io.imports import run_import, worker
from atlas.scene.compare.comparison import compare
from atlas.scene.compare.indicator_rows import indicator_rows
from atlas.scene.compare.maps import colour_maps
from atlas.scene.compare.messages import describe_comparison
from atlas.scene.compare.provenance import trace_number
from atlas.scene.compare.territories import build_territories
from atlas.scene.map.compose import compose
from atlas.scene.publish.portrait_figures import portrait_figures
from atlas.scene.query.compare_parameters import read_measure
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.sharing import share
from atlas.scene.query.validate_view import validate_view
from atlas.scene.statistics.spatial_autocorrelation import moran_setting
from tests.command_line import run_atlas

# Hénin-Carvin has 14 communes, all of them in the basin.
BODY, PARTLY = "246200299", "246200364"


@pytest.fixture(scope="module")
def own(tmp_path_factory, frames):
    """The atlas with three tables that were joined."""
    folder, communes = tmp_path_factory.mktemp("own"), frames["communes"]
    of_body = communes.index[communes["intercommunality"] == BODY]
    lines = ["insee;taux (%);emplois", *(f"{code};12,5;100" for code in of_body), "62498;20;s", "62510;21;50"]
    (folder / "figures.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "bodies.csv").write_text(f"siren;taux (%);emplois\n{BODY};12;1000\n{PARTLY};13;2000\n", encoding="utf-8")
    (folder / "visits.csv").write_text("terril;visites\n74A;10\nT75;20\nT80;5\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_LAYERS", str(folder / "layers"))
        patch.setenv("OGR_SKIP", "")
        patch.setattr(run_import, "_run", lambda job, *_: worker.do_job(job))
        for name, layer in (("figures", "communes"), ("bodies", "intercommunalities"), ("visits", "slag_heaps")):
            done = run_atlas("import", folder / f"{name}.csv", "--as", name, "--join", layer)
            assert done.returncode == 0, done.stderr
        yield open_atlas()


def view_of(own, link):
    view, problems = validate_view(parse_permalink(link)[0], own)
    assert problems == ()
    return view


def cells(own, measure, *territories):
    """Return value and completeness of a measure by territory."""
    link = "?mode=compare&" + "&".join(f"compare={territory}" for territory in territories) + f"&ind={measure}"
    comparison = compare(view_of(own, link), own)
    found = zip(comparison.territories, comparison.lines[0].cells, strict=True)
    return {territory: (cell.value, cell.completeness) for territory, cell in found}


def test_a_count_is_summed_where_every_commune_has_one_and_a_bound_elsewhere(own):
    assert cells(own, "figures.emplois", BODY, PARTLY, "200033579") == {
        BODY: (1400, "complete"),
        PARTLY: (50, "at_least"),
        "200033579": (None, "complete"),
    }


def test_a_rate_is_that_of_its_commune_and_never_averaged(own):
    found = cells(own, "figures.taux", "62427", "62498", BODY)
    assert [found[place][0] for place in ("62427", "62498", BODY)] == [12.5, 20, None]


def test_the_density_of_a_count_ranks_territories_of_different_size(own):
    line = compare(view_of(own, "?mode=compare&compare=62427&compare=62510&ind=figures.emplois"), own).lines[0]
    assert not line.ranked
    assert line.measure.instead == "figures.emplois.density"
    value, state = cells(own, "figures.emplois.density", BODY)[BODY]
    area_km2 = own.frames["intercommunalities"]["area_km2"][BODY]
    assert (value, state) == (pytest.approx(100 * 1400 / area_km2, rel=0.01), "complete")


def test_a_rate_that_all_have_is_ranked_and_one_without_it_is_not(own):
    link = "?mode=compare&compare=62498&compare=62510&compare=62427&compare=62065&ind=figures.taux"
    line = compare(view_of(own, link), own).lines[0]
    values = [cell.value for cell in line.cells]
    assert values[:3] == [20, 21, 12.5]
    assert (values[3], line.cells[3].rank) == (None, None)
    if line.ranked:
        assert sorted(cell.rank for cell in line.cells[:3]) == [1, 2, 3]


def test_small_maps_are_coloured_by_an_own_figure(own):
    measure = read_measure("figures.taux", own.catalog).measure
    found = colour_maps(measure, view_of(own, f"?mode=compare&compare={BODY}&compare={PARTLY}&lang=en"), own)
    assert found["breaks"]
    classes = {area["class"] for one in found["maps"] for area in one["areas"]}
    assert None in classes
    assert len(classes) > 1


def test_statistics_take_an_own_figure_as_any_measure(own):
    view = view_of(own, "?mode=compare&lang=en&detail=moran.measure:figures.taux")
    assert moran_setting(view, own).measure.id == "figures.taux"


def test_the_figure_of_a_whole_body_says_so_and_has_no_density_in_its_part(own):
    view = view_of(own, f"?mode=compare&compare={BODY}&compare={PARTLY}&ind=bodies.emplois")
    found = compare(view, own).lines[0].cells
    assert [cell.value for cell in found] == [1000, 2000]
    assert [("own_whole_body" in cell.notes) for cell in found] == [False, True]
    assert cells(own, "bodies.emplois.density", PARTLY)[PARTLY][0] is None


def test_counts_of_objects_are_at_least_what_the_table_has(own):
    assert cells(own, "visits.visites", PARTLY) == {PARTLY: (35, "at_least")}


@pytest.mark.parametrize(
    ("lang", "mark"), [("fr", "(vos chiffres)"), ("en", "(your figures)"), ("pt", "(os seus números)")]
)
def test_own_figures_are_marked_in_every_language(own, lang, mark):
    link = f"?lang={lang}&mode=compare&compare={BODY}&compare={PARTLY}&ind=figures.taux&ind=figures.emplois.density"
    state = describe_comparison(compare(view_of(own, link), own), own.catalog, lang)
    assert all(line["title"].endswith(mark) for line in state["lines"])
    assert all(mark in text["text"] for text in state["sentences"])
    assert state["lines"][0]["unit_text"] == "%"


def test_a_portrait_has_the_figures_of_its_territory(own):
    figures, _ = portrait_figures("62427", view_of(own, "?lang=en"), own)
    titles = {figure.title: figure.value for figure in figures}
    assert titles["taux (your figures)"] == "12.5\u00a0%"


def test_a_number_tells_its_table_and_its_command(own):
    traced = trace_number(read_measure("figures.emplois", own.catalog).measure, BODY, view_of(own, "?lang=en"), own)
    assert (traced["value"], len(traced["layers"][0]["rows"])) == (1400, 14)
    assert "--indicator figures" in traced["command"]
    assert "16 of 250" in traced["definition"]


def test_rows_for_programs_have_the_unit_of_the_table(own):
    from atlas.analysis.indicators import measure  # noqa: PLC0415

    view = view_of(own, "?lang=en")
    territories = build_territories(["62427"], view, own)
    measured = {"figures": measure(indicators_in(own.catalog)["figures"], territories, own.frames)}
    rows = indicator_rows(measured, territories, view, own)
    assert [(row["part"], row["value"], row["unit"]) for row in rows][:2] == [
        ("taux", 12.5, "%"),
        ("emplois", 100, "1"),
    ]


def test_what_is_shared_has_no_private_figures(own):
    view = view_of(
        own, f"?mode=compare&compare={BODY}&ind=figures.taux&ind=heap_density&detail=maps.measure:figures.taux"
    )
    shared = share(view, own)
    assert shared.private == ("figures",)
    assert "figures" not in to_permalink(shared.view)
    assert shared.view.ind == ("heap_density",)
    assert set(indicators_in(shared.atlas.catalog)).isdisjoint({"figures", "bodies", "visits"})
    with pytest.raises(ViewError):
        read_measure("figures.taux", shared.atlas.catalog)
    assert "figures" in to_permalink(share(view, own, private=True).view)


def test_a_rate_colours_its_objects_without_being_asked(own):
    scene = compose(view_of(own, "?lang=fr&layers=figures"), own)
    [mark] = scene.marks
    assert (mark.classed, mark.field) == (True, "taux")
    assert scene.legend
    bodies = view_of(own, "?lang=fr&layers=figures&classes=figures.emplois:quantiles:3")
    assert compose(bodies, own).marks[0].field == "emplois"


def test_the_shipped_atlas_has_no_own_figures(catalog):
    assert all(declared.theme != "own" for declared in indicators_in(catalog).values())
