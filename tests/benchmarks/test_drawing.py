"""An A3 sheet against the same layers drawn by `GeoDataFrame.plot`, in the same run.

The baseline draws shapes only: no symbol by class, no pattern, no name, no legend, no scale bar, no credits.
"""

import io
import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from atlas.render.print.fonts import FACES, face_path
from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_sheet
from atlas.scene.publish.caption import make_caption, printed_scene
from atlas.scene.query.view import View

pytestmark = [pytest.mark.benchmark, pytest.mark.filterwarnings("default")]
ROOT = Path(__file__).parents[2]
ROUNDS = 5


def plain_plot(frames, layers, bounds):
    figure = Figure(figsize=(420 / 25.4, 297 / 25.4))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    for layer_id in layers:
        gdf = frames[layer_id]
        gdf[gdf.geometry.notna()].to_crs(3857).plot(ax=axes)
    axes.set_xlim(bounds[0], bounds[2])
    axes.set_ylim(bounds[1], bounds[3])
    out = io.BytesIO()
    figure.savefig(out, format="pdf")
    return out.getvalue()


def timed(make):
    seconds, content = [], b""
    for _ in range(ROUNDS):
        began = time.perf_counter()
        content = make()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), len(content)


@pytest.fixture(scope="module")
def measured(atlas, tmp_path_factory):
    for face in FACES:
        face_path(face)
    view, paper = View(), read_paper("A3", "landscape")
    scene = printed_scene(view, atlas)
    caption = make_caption(view, atlas, made=date(2026, 11, 22))
    bounds = atlas.frames["mining_basins"].geometry[["nord_pas_de_calais"]].to_crs(3857).total_bounds
    layers = ("basemap", "communes", *atlas.catalog.shown)
    result = {
        "sheet": timed(lambda: draw_sheet(scene, caption, paper, "pdf")),
        "plot": timed(lambda: plain_plot(atlas.frames, layers, bounds)),
    }
    began = time.perf_counter()
    out = tmp_path_factory.mktemp("sheet") / "a3.pdf"
    subprocess.run([sys.executable, "-m", "atlas", "map", "?", "--size", "A3", "--out", out], cwd=ROOT, check=True)
    result["command"] = time.perf_counter() - began
    result["load"], result["machine"] = os.getloadavg(), f"{platform.machine()}, {os.cpu_count()} cores"
    print(result)
    return result


def test_a_sheet_takes_less_time_than_the_plain_plot_of_its_layers(measured):
    assert measured["sheet"][0] <= 0.7 * measured["plot"][0]


def test_a_sheet_has_half_the_bytes_of_the_plain_plot(measured):
    assert measured["sheet"][1] <= 0.5 * measured["plot"][1]


def test_a_sheet_stays_under_a_megabyte(measured):
    assert measured["sheet"][1] <= 1_000_000
