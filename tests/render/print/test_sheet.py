"""What stands on a sheet, measured in the file that a reader gets."""

import io
import itertools
import re
import socket
from dataclasses import replace

import numpy as np
import pypdf
import pytest
import segno
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread
from pypdf.generic import ContentStream
from pyproj import Geod

from atlas.catalog import in_language
from atlas.i18n import LANGUAGES, t
from atlas.render.print.canvas import Canvas, drawing, text_width
from atlas.render.print.colours import look_of
from atlas.render.print.fonts import writable
from atlas.render.print.layout import MARGIN, arrange
from atlas.render.print.map.legend import legend_rows
from atlas.render.print.map.marks import Pen
from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_map, draw_sheet
from atlas.scene.query.formatting import write_number

LENS = "?layers=slag_heaps&layers=blue_corridors&at=50.43,2.83,11.5"


def page_of(content):
    return pypdf.PdfReader(io.BytesIO(content)).pages[0]


def text_of(content):
    """Return the words of a page, spaces of any width as one, lines that were broken joined."""
    return re.sub(r"\s+", " ", page_of(content).extract_text())


def lines_of(page):
    """Return every path of straight lines of a page as an array of points, in points from the lower left corner."""
    paths, path = [], []
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"m":
            paths.append(path := [tuple(map(float, operands))])
        elif operator == b"l":
            path.append(tuple(map(float, operands)))
    return [np.array(path) for path in paths]


SIZES = [
    *(("A4", "landscape"), ("A3", "portrait")),
    *(pytest.param(*one, marks=pytest.mark.slow) for one in (("A4", "portrait"), ("A3", "landscape"))),
]


@pytest.mark.journey
@pytest.mark.parametrize(("size", "orientation"), SIZES)
def test_a_page_has_its_true_size(desk, size, orientation):
    box = page_of(desk.sheet(LENS, size=size, orientation=orientation)).mediabox
    sides = {"A4": (297, 210), "A3": (420, 297)}[size]
    width, height = sides if orientation == "landscape" else sides[::-1]
    assert (float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4) == pytest.approx((width, height), abs=0.01)


def test_a_picture_has_its_pixels(desk):
    assert imread(io.BytesIO(desk.sheet(LENS, "png", size="900x640"))).shape == (640, 900, 4)
    assert imread(io.BytesIO(desk.sheet(LENS, "png", size="A4", dpi=100))).shape[:2] == (826, 1169)


@pytest.mark.parametrize("size", ["A4", pytest.param("A3", marks=pytest.mark.slow)])
def test_the_scale_bar_measured_in_the_file_is_right_to_a_hundredth(desk, size):
    page, paper = page_of(desk.sheet(LENS, size=size)), read_paper(size, "landscape")
    paths = lines_of(page)
    # The meridians are the only lines of two points that stand upright, one below the other's foot.
    upright = [path for path in paths if len(path) == 2 and path[0, 0] == path[1, 0] and np.ptp(path[:, 1]) > 300]
    x = sorted({path[0, 0] for path in upright})
    apart = min(np.diff(x))
    named = re.findall(r"(\d+)°(\d\d)\u2032\s?E", page.extract_text())
    minutes = np.diff(sorted({int(degrees) * 60 + int(rest) for degrees, rest in named})).min()
    ground_m = Geod(ellps="WGS84").line_length(np.linspace(2.8, 2.8 + minutes / 60, 50), np.full(50, 50.43))
    # The bar: the only box of that height, four times.
    thick = 4 * paper.px_pt
    boxes = [path for path in paths if len(path) in (4, 5) and np.ptp(path[:, 1]) == pytest.approx(thick, abs=0.02)]
    bar = max(np.ptp(path[:, 0]) for path in boxes)
    said_km = max(int(number) for number in re.findall(r"\b(\d+) km", page.extract_text().replace("\u00a0", " ")))
    assert bar * ground_m / apart == pytest.approx(said_km * 1000, rel=0.01)


def test_every_licence_of_what_is_shown_is_named_with_its_producers(desk, catalog):
    shown = [layer.id for layer in catalog.values() if layer.style and not layer.backdrop]
    # In mid-ocean, where nothing is to be drawn: what is shown has its credits wherever the reader looks.
    link = "?at=-30,-15,5&" + "&".join(f"layers={layer_id}" for layer_id in shown)
    text = text_of(desk.sheet(link, size="A3"))
    sources = [source for layer_id in (*shown, "basemap", "communes") for _, source in catalog[layer_id].files]
    for source in sources:
        assert t(f"licence.{source.licence}", "fr") in text
        for producer in in_language(source.producer, "fr").split(";"):
            assert producer.strip() in text


@pytest.mark.journey
@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data())
def test_whatever_is_shown_its_licences_stand_on_lines_of_their_own(desk, catalog, data):
    drawn = sorted(layer.id for layer in catalog.values() if layer.style)
    shown = data.draw(st.lists(st.sampled_from(drawn), min_size=1, max_size=4, unique=True))
    lang = data.draw(st.sampled_from(LANGUAGES))
    link = f"?lang={lang}&" + "&".join(f"layers={layer_id}" for layer_id in shown)
    with drawing():
        layout = arrange(read_paper("A4", "landscape"), desk.scene(link), desk.caption(link))
    named = [licence for licence, _ in layout.words.credits if licence]
    assert len(named) == len(set(named))
    wanted = {source.licence for layer_id in shown for _, source in catalog[layer_id].files}
    assert {t(f"licence.{licence}", lang) for licence in wanted} <= set(named)


@pytest.mark.journey
@pytest.mark.parametrize("lang", ["pt", *(pytest.param(lang, marks=pytest.mark.slow) for lang in ("fr", "en"))])
def test_a_sheet_says_what_it_is_in_the_language_of_the_link(desk, atlas, lang):
    text = text_of(desk.sheet(f"{LENS}&lang={lang}&slag_heaps.form=conical&slag_heaps.form=flat"))
    form = atlas.catalog["slag_heaps"].fields["form"]
    for words in (t("app.title", lang), t("sheet.reopen", lang), form.codes["conical"](lang), "2026", "CC BY-SA 4.0"):
        assert words in text
    count = int((atlas.frames["slag_heaps"]["form"] == "conical").sum())
    assert f"{form.codes['conical'](lang)} {count}" in text


def test_the_legend_counts_as_the_app_does_and_shows_what_is_in_sight_only(desk, frames):
    scene = desk.scene(LENS)
    with drawing():
        rows = [
            row
            for column in arrange(read_paper("A4", "landscape"), scene, desk.caption(LENS)).legend.columns
            for row, _ in column.rows
        ]
    counts = {row.title: row.count for row in rows}
    forms = frames["slag_heaps"]["form"].value_counts()
    assert counts["Terrils"] == "333"
    assert counts["Grand terril moderne"] == str(forms["large_modern"])
    # The only terraced heap lies at the other end of the basin.
    assert "En terrasses" not in counts
    order = list(dict.fromkeys(entry.layer for entry in scene.legend))
    assert list(dict.fromkeys(row.mark.layer for row in rows)) == order


def test_what_may_not_have_stood_in_a_year_is_pale_and_counted(desk):
    link = "?layers=mine_shafts&layers=twinnings&year=1960&at=50.43,2.9,10"
    scene = desk.scene(link)
    with drawing():
        layout = arrange(read_paper("A4", "landscape"), scene, desk.caption(link))
    titles = [row.title for column in layout.legend.columns for row, _ in column.rows]
    doubtful = int(scene.uncertain["twinnings"].sum())
    assert doubtful > 0
    assert t("map.year_unknown", "fr", n=doubtful) in titles


@pytest.mark.journey
def test_the_code_on_a_sheet_is_that_of_the_link(desk):
    paper = read_paper("A4", "landscape", dpi=200)
    caption = desk.caption(LENS)
    assert caption.link.startswith("https://atlas.example/?")
    with drawing():
        code = arrange(paper, desk.scene(LENS), caption).code
    pixels = imread(io.BytesIO(desk.sheet(LENS, "png")))[..., :3].mean(axis=2)
    dark = np.array([list(row) for row in segno.make_qr(caption.link, error="m", boost_error=False).matrix], dtype=bool)
    module, dots = code.width / (len(dark) + 8), 200 * paper.px_mm / 25.4
    middles = (np.arange(len(dark)) + 4.5) * module
    rows, columns = ((edge + middles) * dots for edge in (code.y, code.x))
    assert ((pixels[np.ix_(rows.astype(int), columns.astype(int))] < 0.5) == dark).all()


@pytest.mark.slow
def test_a_link_too_long_for_a_code_is_still_written(desk):
    caption = replace(desk.caption(LENS), link="https://atlas.example/?" + "layers=slag_heaps&" * 200)
    content = draw_sheet(desk.scene(LENS), caption, read_paper("A4", "landscape"), "pdf")
    assert "https://atlas.example/?layers" in text_of(content).replace(" ", "")


def test_a_sheet_asks_nothing_of_any_network(desk, monkeypatch):
    def refuse(*_):
        pytest.fail("a sheet opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    text = text_of(desk.sheet(f"{LENS}&basemap=ign_orthophoto"))
    assert t("sheet.ground_offline", "fr") in text
    assert "BD ORTHO" not in text


@pytest.mark.journey
def test_an_outline_asked_about_is_drawn_and_named(desk):
    assert "CA de Lens - Liévin" in text_of(desk.sheet("?territory=246200364"))


def test_a_dark_sheet_is_dark_and_its_code_is_not(desk):
    pixels = imread(io.BytesIO(desk.sheet(f"{LENS}&theme=dark", "png", size="800x560")))[..., :3]
    assert pixels[2, 2].max() < 0.15
    assert np.median(pixels) < 0.2


class Scribe(Canvas):
    """Remembers the boxes of the names that are written with a halo."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.boxes = []

    def write(self, x, y, text, *, size, face="sans", halo=None, **more):
        if halo:
            self.boxes.append(shapely.box(x, y - size * 0.72, x + text_width(text, size, face), y + size * 0.2))
        super().write(x, y, text, size=size, face=face, halo=halo, **more)


@pytest.mark.parametrize(
    "link", ["?", "?territory=246200364", "?layers=partnerships&layers=partner_cities", "?at=50,4,6", LENS]
)
def test_names_lie_inside_the_frame_and_never_on_each_other(desk, link):
    paper = read_paper("A3", "landscape")
    scene = desk.scene(link)
    with drawing():
        layout = arrange(paper, scene, desk.caption(link))
        scribe = Scribe(paper, "#FFFFFF")
        draw_map(Pen(scribe, look_of("light"), layout.window), scene)
    assert len(scribe.boxes) > 5
    frame = shapely.box(*layout.window.box)
    assert all(shapely.covers(frame, box) for box in scribe.boxes)
    assert not any(shapely.intersects(first, second) for first, second in itertools.combinations(scribe.boxes, 2))


@pytest.mark.parametrize(("size", "orientation"), SIZES)
@pytest.mark.parametrize("many", [False, True], ids=["few", "all"])
def test_nothing_of_the_legend_leaves_its_place(desk, catalog, size, orientation, many):
    every = "?" + "&".join(f"layers={layer.id}" for layer in catalog.values() if layer.style)
    link, paper = every if many else "?", read_paper(size, orientation)
    with drawing():
        layout = arrange(paper, desk.scene(link), desk.caption(link))
        legend, code, words = layout.legend, layout.code, layout.words
        for number, column in enumerate(legend.columns):
            left = legend.x + number * (legend.width + 18)
            assert left + legend.width <= paper.width - MARGIN + 0.5
            over_code = left + legend.width > code.x
            bottom = code.y if over_code and orientation == "landscape" else words.bottom
            assert legend.y + column.height <= bottom + 0.5
            for row, lines in column.rows:
                size_, face = (12.5, "sans_bold") if row.head else (11.5, "sans")
                indent = 30 if row.symbol else 0
                room = legend.width - indent - text_width(row.count, size_ * legend.scale)
                assert max(text_width(line, size_ * legend.scale, face) for line in lines) <= room
    if not many:
        assert legend.left_out == 0
    left, top, right, bottom = layout.window.box
    assert (right - left) * (bottom - top) >= (0.2 if many else 0.45) * paper.width * paper.height


@pytest.mark.parametrize("theme", ["light", "dark", "room"])
def test_the_colours_are_those_of_the_page(theme):
    look = look_of(theme)
    assert look.paper == ("#14171a" if theme == "dark" else "#f6f3ec")
    assert (look.dark, look.bold) == (theme == "dark", 1.5 if theme == "room" else 1.0)
    assert look.ink == {"light": "#1d2326", "dark": "#ece7dc", "room": "#000000"}[theme]


def test_a_name_in_another_script_is_written_as_well_as_the_faces_can():
    assert writable("Łódź – cœur", "serif")[0] == "Łódź – cœur"
    text, file = writable("Μακεδονία", "sans")
    assert (text, file.name) == ("Μακεδονία", "DejaVuSans.ttf")
    assert writable("大同 Lens\u200e", "sans")[0] == "?? Lens"


@pytest.mark.slow
def test_the_scale_is_written_for_a_printed_sheet_only(desk):
    assert re.search(r"1 : 1[0-9]{2} 000", text_of(desk.sheet(LENS, size="A4")).replace("\u202f", " "))
    assert "1 :" not in text_of(desk.sheet(LENS, size="900x640")).replace("\u202f", " ")
    assert write_number(1000, "fr") == "1\u202f000"


def test_a_legend_on_paper_explains_what_the_map_draws(desk):
    scene = desk.scene("?layers=slag_heaps&layers=green_corridors&at=50.43,2.83,11")
    every = {mark.layer: np.ones(len(mark.symbols), dtype=bool) for mark in scene.marks}
    heaps = [row for row in legend_rows(scene, every, 11) if row.mark.layer == "slag_heaps"]
    rings = [row for row in heaps if row.hollow]
    # Heaps of no known form are rings on the map, and five kinds of levelled ones have one symbol.
    assert [(row.title, row.count) for row in rings] == [("inconnu (position approchée)", "172")]
    assert [row.count for row in heaps if row.title.startswith("Arasé")] == ["33"]
    near = [row for row in legend_rows(scene, every, 14) if row.mark.layer == "slag_heaps" and not row.head]
    assert [row.title for row in near if row.symbol] == ["13 classes dessinées de même", "inconnu (position approchée)"]
