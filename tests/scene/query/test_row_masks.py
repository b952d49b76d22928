"""The command `query` against plain pandas and shapely, on the very files that are shipped."""

import random
import tomllib
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from atlas.analysis.spatial.measure import GEOD
from atlas.catalog import shipped_layers
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import query_rows, row_mask
from atlas.scene.query.validate_view import validate_view
from atlas.scene.query.view import View

LAYERS = (
    "slag_heaps",
    "mine_shafts",
    "mining_estates",
    "heritage_elements",
    "unesco_components",
    "green_corridors",
    "blue_corridors",
    "communes",
    "viewpoints",
)
PERMALINKS = 300
FEW_PERMALINKS = 75


class Plain:
    """The shipped files as plain frames, and the meaning of a permalink spelt out with pandas and shapely."""

    def __init__(self):
        self.declared, self.rows = {}, {}
        for path in shipped_layers().glob("*/*.toml"):
            declared = tomllib.loads(path.read_text(encoding="utf-8"))
            if path.stem not in {*LAYERS, "intercommunalities"}:
                continue
            files = [path.with_suffix(".parquet"), *(path.parent / p["file"] for p in declared.get("parts", []))]
            self.declared[path.stem] = declared
            self.rows[path.stem] = pd.concat([gpd.read_parquet(f) for f in files]).set_index("id")

    def filtered(self, layer, query):
        rows = self.rows[layer]
        keep = pd.Series(data=True, index=rows.index)
        for field in {key.split(".")[1].split("__")[0] for key in query if key.startswith(layer + ".")}:
            known = pd.Series(data=True, index=rows.index)
            restricted = False
            if (values := query.get(f"{layer}.{field}")) is not None:
                known, restricted = known & rows[field].astype("object").map(lambda v: str(v) in values), True
            if bound := query.get(f"{layer}.{field}__gte"):
                known, restricted = known & (pd.to_numeric(rows[field]) >= float(bound[0])), True
            if bound := query.get(f"{layer}.{field}__lte"):
                known, restricted = known & (pd.to_numeric(rows[field]) <= float(bound[0])), True
            known = known & restricted & rows[field].notna()
            keep &= known | (rows[field].isna() if f"{layer}.{field}__missing" in query else False)
        return rows[keep]

    def answer(self, layer, query):
        rows = self.filtered(layer, query)
        if territories := query.get("territory"):
            outlines = [
                self.rows[level].geometry[t]
                for t in territories
                for level in ("communes", "intercommunalities")
                if t in self.rows[level].index
            ]
            territory = shapely.union_all(outlines)
            meets = [g is not None and g.intersects(territory) for g in rows.geometry]
            rows = rows[np.array(meets, dtype=bool)]
        for question in query.get("near", []):
            a, b, metres = question.split(":")
            if a == layer:
                others = self.filtered(b, query)
                joined = rows.to_crs(2154).sjoin(
                    others[["geometry"]].to_crs(2154).rename_axis("other"), predicate="dwithin", distance=float(metres)
                )
                rows = rows[rows.index.isin(joined.index)]
        return sorted(rows.index)


def random_query(dice, plain):
    layer = dice.choice(LAYERS)
    query = {"layers": [layer]}
    fields = plain.declared[layer]["fields"]
    for chosen in dice.sample([layer, dice.choice(LAYERS)], k=dice.randint(0, 2)):
        fields = plain.declared[chosen]["fields"]
        for name in dice.sample(sorted(fields), k=min(len(fields), dice.randint(0, 2))):
            column = plain.rows[chosen][name].dropna()
            if dice.random() < 0.25:
                query[f"{chosen}.{name}__missing"] = ["1"]
            if fields[name].get("separator") or column.empty:
                continue
            if fields[name]["type"] in {"integer", "number", "year"}:
                low, high = sorted(dice.sample(sorted(column.astype(float)), 2)) if len(column) > 1 else (0, 1)
                query |= dice.choice([{f"{chosen}.{name}__gte": [repr(low)]}, {f"{chosen}.{name}__lte": [repr(high)]}])
                if dice.random() < 0.4:
                    query |= {f"{chosen}.{name}__gte": [repr(low)], f"{chosen}.{name}__lte": [repr(high)]}
            elif fields[name]["type"] == "string":
                values = sorted(column.unique())
                query[f"{chosen}.{name}"] = dice.sample(values, k=min(len(values), dice.randint(1, 3)))
    if dice.random() < 0.4:
        level = dice.choice(["communes", "intercommunalities"])
        query["territory"] = dice.sample(sorted(plain.rows[level].index), k=dice.randint(1, 2))
    if dice.random() < 0.5:
        query["near"] = [f"{layer}:{dice.choice(LAYERS)}:{dice.choice([50, 300, 500, 1000, 2500])}"]
    return layer, query


@pytest.fixture(scope="module")
def plain():
    return Plain()


@pytest.mark.parametrize("count", [FEW_PERMALINKS, pytest.param(PERMALINKS, marks=pytest.mark.slow)])
def test_random_permalinks_agree_with_plain_pandas_and_shapely(atlas, plain, count):
    dice = random.Random(1360)  # noqa: S311 - reproducible, not secret
    answered = 0
    for _ in range(count):
        layer, query = random_query(dice, plain)
        link = "?" + urlencode(query, doseq=True)
        view, unread = parse_permalink(link)
        view, unfit = validate_view(view, atlas)
        assert (*unread, *unfit) == (), link
        rows = query_rows(view, atlas)
        assert list(rows) == [layer]
        assert sorted(rows[layer].index) == plain.answer(layer, query), link
        answered += len(rows[layer]) > 0
    assert answered > count / 3, "most questions should have an answer, or nothing is tested"


def fitted(link, atlas):
    view, unread = parse_permalink(link)
    view, unfit = validate_view(view, atlas)
    return view, [str(problem) for problem in (*unread, *unfit)]


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("layers=slag_heap", "layers: no layer 'slag_heap'; the nearest are slag_heaps, slag_heap_facts, "),
        ("near=slag_heaps:roads:500", "near: no layer 'roads'"),
        ("territory=99999", "territory: no territory '99999'"),
        ("territory=falun", "territory: 'falun' is known as a point only"),
        ("slag_heaps.colour=black", "slag_heaps.colour: slag_heaps has no field 'colour'"),
        ("heaps.form=conical", "heaps.form: no layer 'heaps'"),
        ("near=slag_heaps:projects:500", "near: 'projects' is a table"),
        ("nearest=slag_heaps:projects", "nearest: 'projects' is a table"),
        ("classes=slag_heaps.form:quantiles:5", "classes: 'slag_heaps.form:quantiles:5'"),
        ("classes=slag_heaps.area_ha:quantiles:50", "classes: 'slag_heaps.area_ha:quantiles:50'"),
        ("version=nothing:official", "version: no value 'nothing'"),
        ("version=property_area:guess", "version: no value 'guess'"),
        ("compare=nowhere", "compare: no territory 'nowhere'"),
        ("basemap=moon", "basemap: no value 'moon'"),
    ],
)
def test_an_invalid_part_is_an_error_and_the_rest_opens(atlas, part, sentence):
    view, problems = fitted(f"?{part}&layers=communes&communes.population_2023__gte=20000", atlas)
    assert len(problems) == 1
    assert problems[0].startswith(sentence)
    assert len(query_rows(view, atlas)["communes"]) == (atlas.frames["communes"]["population_2023"] >= 20000).sum()


def test_a_territory_keeps_features_whole(atlas):
    view, _ = fitted("?layers=protected_areas&territory=59491", atlas)
    kept = query_rows(view, atlas)["protected_areas"]
    assert len(kept) > 0
    assert kept.geometry.geom_equals(atlas.frames["protected_areas"].geometry[kept.index]).all()


def test_rows_without_position_are_kept_without_a_spatial_condition(atlas):
    everywhere, _ = fitted("?layers=slag_heaps", atlas)
    somewhere, _ = fitted("?layers=slag_heaps&territory=nord_pas_de_calais", atlas)
    assert query_rows(everywhere, atlas)["slag_heaps"].geometry.isna().sum() == 6
    assert query_rows(somewhere, atlas)["slag_heaps"].geometry.isna().sum() == 0


def test_the_nearest_adds_its_distance(atlas):
    view, problems = fitted("?layers=slag_heaps&nearest=slag_heaps:mine_shafts", atlas)
    rows = query_rows(view, atlas)["slag_heaps"]
    assert problems == []
    assert len(rows) == 333
    assert rows["nearest_mine_shafts_m"].notna().sum() == 327


def test_a_drawn_circle_keeps_the_rows_within(atlas):
    view, _ = fitted("?layers=slag_heaps&select=circle:50.4473,2.7856,1500", atlas)
    here = gpd.GeoSeries([shapely.Point(2.7856, 50.4473)], crs=4326).to_crs(2154).iloc[0]
    heaps = atlas.frames["slag_heaps"].geometry.to_crs(2154)
    expected = heaps[heaps.notna() & (heaps.distance(here) <= 1500)].index
    assert sorted(query_rows(view, atlas)["slag_heaps"].index) == sorted(expected)
    assert "t74" in expected


def test_a_year_keeps_rows_that_existed_or_may_have_existed(atlas):
    shafts = atlas.frames["mine_shafts"]
    view = View(layers=("mine_shafts",), year=1900)
    kept = shafts[row_mask("mine_shafts", view, atlas)]
    assert (kept["sunk_year"].dropna() <= 1900).all()
    assert (kept["closed_year"].dropna() >= 1900).all()
    unknown = shafts["sunk_year"].isna() & shafts["closed_year"].isna()
    assert np.isin(shafts.index[unknown], kept.index).all()


def test_a_table_is_filtered_without_spatial_conditions(atlas):
    view, problems = fitted("?layers=projects&territory=246200364&projects.start_year__gte=2015", atlas)
    assert problems == []
    assert len(query_rows(view, atlas)["projects"]) == (atlas.frames["projects"]["start_year"] >= 2015).sum() > 0


def test_composed_and_decomposed_accents_match(atlas):
    view, _ = fitted("?layers=communes&communes.name=He%CC%81nin-Beaumont", atlas)
    assert len(query_rows(view, atlas)["communes"]) == 1


@pytest.mark.parametrize("circle", ["circle:0,179.9,2000000", "circle:0,100,3000000"])
def test_a_circle_as_wide_as_an_ocean_is_geodesic(atlas, circle):
    view, _ = fitted(f"?layers=closed_coal_mines&select={circle}", atlas)
    lat, lon, metres = (float(part) for part in circle.removeprefix("circle:").split(","))
    mines = atlas.frames["closed_coal_mines"].geometry
    _, _, away = GEOD.inv(np.full(len(mines), lon), np.full(len(mines), lat), mines.x, mines.y)
    assert sorted(query_rows(view, atlas)["closed_coal_mines"].index) == sorted(mines.index[away <= metres])


@pytest.mark.parametrize(
    ("key", "part", "own"),
    [
        ("layers", "layers=fosses", "layer"),
        ("fosses.name", "fosses.name=a", "layer"),
        ("near", "near=slag_heaps:fosses:5", "layer"),
        ("nearest", "nearest=fosses:slag_heaps", "layer"),
        ("classes", "classes=fosses.depth:quantiles:5", "layer"),
        ("order", "order=fosses", "layer"),
        ("opacity", "opacity=fosses:0.5", "layer"),
        ("card", "card=fosses:1", "layer"),
        ("layer", "mode=data&layer=fosses", "layer"),
        ("ind", "mode=compare&ind=fosses.depth", "figure"),
        ("detail=maps.measure", "mode=compare&detail=maps.measure:fosses.depth", "figure"),
    ],
)
def test_a_link_to_what_may_be_somebody_elses_own_says_so_in_the_words_for_what_was_never_there(atlas, key, part, own):
    problems = fitted(f"?layers=communes&{part}", atlas)[1]
    assert len(problems) == 1
    assert problems[0].startswith(f"{key}: no ")
    assert f"; a {own} " in problems[0]
    assert "that somebody added for themselves is shown to them alone" in problems[0]
