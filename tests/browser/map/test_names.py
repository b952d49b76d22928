"""No line strikes through a name; the ground becomes a landscape after the first picture."""

import re

import pytest

from tests.browser.modules import open_modules

# Lines in red, names in black on white: what is red between the letters is a line that strikes through them.
CROSSED = """
async ({ lines, labels, width, height }) => {
  const { Occupied, LINE } = await import("/map/canvas/occupied.js");
  const { paintLabels } = await import("/map/canvas/labels.js");
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const g = canvas.getContext("2d", { willReadFrequently: true });
  g.fillStyle = "#ffffff";
  g.fillRect(0, 0, width, height);
  g.strokeStyle = "#ff0000";
  g.lineWidth = 2;
  const occupied = new Occupied(width, height);
  for (const [x0, y0, x1, y1] of lines) {
    g.beginPath();
    g.moveTo(x0, y0);
    g.lineTo(x1, y1);
    g.stroke();
    occupied.line(x0, y0, x1, y1, LINE);
  }
  const look = { scale: 1, ink: "#000000", muted: "#000000", halo: "#ffffff", land: "#ffffff" };
  return paintLabels({ g }, labels, occupied, look).map(({ label, left, middle, crossed }) => {
    const { data } = g.getImageData(left, middle - 5, label.width, 10);
    let red = 0;
    for (let k = 0; k < data.length; k += 4) red += data[k] - data[k + 1] > 90;
    return { text: label.text, crossed, red };
  });
}
"""


def test_names_are_away_from_lines_and_a_line_is_interrupted_for_a_large_town(reader):
    page = open_modules(reader())
    lines = [(60 * k, 0, 60 * k + 90, 480) for k in range(11)] + [(0, 70 * k, 640, 70 * k + 20) for k in range(7)]
    names = [
        {"text": f"Ville-{k}", "x": 37 + 71 * (k % 8), "y": 30 + 53 * (k // 8), "size": 12, "style": "400", "rank": k}
        | {"ink": "ink", "dot": True, "beside": [2.2, 2.2], "tolerance": 100_000 if k % 3 == 0 else 7}
        for k in range(64)
    ]
    found = page.evaluate(CROSSED, {"lines": lines, "labels": names, "width": 640, "height": 480})
    page.close()
    assert len(found) > 20
    assert any(one["crossed"] for one in found)
    assert [one for one in found if one["red"]] == []


# Under the names of the map itself: how many pixels are of the green of the mine railways.
GREEN = """
() => {
  const { canvas } = atlas.marks, ratio = canvas.width / parseFloat(canvas.style.width);
  const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
  const g = copy.getContext("2d", { willReadFrequently: true });
  g.drawImage(canvas, 0, 0);
  return atlas.labels.map(({ label, left, middle, crossed }) => {
    const [x, y, w, h] = [left, middle - 4, label.width, 8].map((side) => Math.round(side * ratio));
    const { data } = g.getImageData(x, y, w, h);
    let green = 0;
    for (let k = 0; k < data.length; k += 4)
      green += data[k + 3] > 128 && data[k + 1] - data[k] > 50 && data[k + 1] - data[k + 2] > 20;
    return { text: label.text, crossed, green };
  });
}
"""


@pytest.mark.slow
def test_the_map_names_towns_heaps_and_waters_clear_of_lines(visit):
    visit.open("?at=50.42,2.87,13&layers=green_corridors,slag_heaps,unesco_buffer")
    visit.wait_until(lambda: visit.map.evaluate("atlas.landscape.later.length") == 3)
    # Waters, parks and wetlands are asked for when the first picture is there.
    asked = [found[1] for url in visit.requests if (found := re.search(r"/atlas/layers/(\w+)", url))]
    first = ["basemap", "communes", "green_corridors", "slag_heaps", "unesco_buffer"]
    assert sorted(asked[:5]) == first
    assert sorted(asked[5:]) == ["blue_corridors", "neonatural_spaces", "protected_areas"]
    found = visit.map.evaluate(GREEN)
    names = [one["text"] for one in found]
    assert "Lens" in names
    assert any("Lens est" in name for name in names)
    assert [one for one in found if one["green"]] == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark", "room"])
@pytest.mark.parametrize("zoom", [9.5, 10.5, 12, 14])
def test_no_railway_strikes_through_a_name(new_visit, theme, zoom):
    visit = new_visit().open(f"?at=50.43,2.85,{zoom}&layers=green_corridors,slag_heaps,unesco_buffer&theme={theme}")
    visit.wait_until(lambda: visit.map.evaluate("atlas.landscape.later.length") == 3)
    found = visit.map.evaluate(GREEN)
    assert len(found) > 2
    assert [one for one in found if one["green"]] == []
