"""The panel is the legend: what is on, in drawing order, with the symbols that the map draws."""

import re

import pytest

# What the map paints of a class, with its own code on a canvas as large as a symbol of the legend: for each class that
# has rows, the pictures of its rows, with and without fill.
PAINTED = """
([id, size]) => {
  const { paintLayer } = atlasModules["map/canvas/paint.js"];
  const layer = atlas.drawn.find((one) => one.id === id), kinds = ["", "point", "line", "polygon"];
  return layer.sheet.symbols.map((symbol, k) => {
    const looks = {};
    for (let i = 0; i < layer.length; i++) {
      if (layer.symbol[i] !== k || !layer.shown(i) || kinds[layer.kind[i]] !== symbol.kind) continue;
      if (looks[layer.hollow[i]]) continue;
      const canvas = document.createElement("canvas");
      canvas.width = 2 * size.width;
      canvas.height = 2 * size.height;
      const g = canvas.getContext("2d"), { inset } = size, zoom = atlas.map.getZoom();
      const grow = Math.max(0.5, Math.min(1, 0.5 + (zoom - 8) * 0.12));
      g.scale(2, 2);
      const row = Object.create(layer, { radius: { value: { [i]: size.radius / grow } } });
      paintLayer({
        g,
        zoom,
        rows: (_, draw) => draw(i, 0),
        extent: () => 99,
        anchor: () => [size.width / 2, size.height / 2],
        trace: (shape) => {
          if (shape.kind[i] === 3) g.rect(inset, inset, size.width - 2 * inset, size.height - 2 * inset);
          else {
            g.moveTo(inset - 1, size.height / 2);
            g.lineTo(size.width - inset + 1, size.height / 2);
          }
        },
      }, row, { ...atlas.look, scale: 1 }, null);
      looks[layer.hollow[i]] = canvas.toDataURL();
    }
    return looks;
  });
}
"""
SHOWN = """
(nodes) => nodes.map((node) => [node.dataset.key ?? "", node.querySelector("canvas").toDataURL()])
"""


def shown(page, layer):
    """Return the pictures of the legend: of the title, or of each entry by the places of its classes."""
    item = page.locator(f'[data-layer="{layer}"]')
    if item.locator(".on-head canvas").count():
        return {"0": item.locator(".on-head canvas").evaluate("(node) => node.toDataURL()")}
    found = item.locator(".classes-of .entry:has(canvas)").evaluate_all(SHOWN)
    return {place: picture for key, picture in found for place in key.split(".")[-1].split("-")}


def assert_same_pictures(visit, layers):
    size = visit.map.evaluate('atlasModules["map/canvas/symbol_paths.js"].SYMBOL_PATHS.swatch')
    scale = visit.map.evaluate("atlas.look.scale")
    assert scale in {1, 1.5}
    for layer in layers:
        legend, painted = shown(visit.page, layer), visit.map.evaluate(PAINTED, [layer, size])
        for place, looks in enumerate(painted):
            if looks:
                # Where rows of a class are drawn both ways, a note has the other one.
                assert legend[str(place)] in looks.values(), (layer, place)
                assert len(looks) > 1 or legend[str(place)] == next(iter(looks.values())), (layer, place)


@pytest.mark.journey
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_the_panel_is_the_legend_with_the_symbols_of_the_map(visit, theme):
    visit.open(f"?mode=explore&theme={theme}")
    page = visit.page
    page.locator(".on-layer").first.wait_for()
    order = page.locator(".on-layer").evaluate_all("(items) => items.map((item) => item.dataset.layer)")
    assert order == visit.map.evaluate("atlas.drawn.map((layer) => layer.id).reverse()")
    assert visit.map.locator(".legend").is_hidden()
    assert_same_pictures(visit, order)
    # Five kinds of levelled heaps look the same: one entry, which opens.
    heaps = page.locator('[data-layer="slag_heaps"]')
    assert heaps.get_by_text("Arasé, parc").count() == 0
    heaps.get_by_role("button", name="dessinées comme « Arasé »").click()
    assert heaps.get_by_text("Arasé, parc").is_visible()
    assert heaps.get_by_text("inconnu (position approchée)").is_visible()
    assert heaps.get_by_text("6 sans position").is_visible()
    # A folded panel gives the legend back to the map.
    page.locator('[data-key="fold"]').click()
    visit.map.locator(".legend").wait_for()
    assert visit.map.locator(".legend").get_by_text("inconnu (position approchée)").count() == 1


@pytest.mark.journey
def test_layers_are_put_in_order_by_keys_and_made_paler_and_the_link_has_both(visit):
    visit.open("?layers=slag_heaps&layers=unesco_components&layers=mine_shafts")
    page = visit.page
    drawn = "atlas.drawn.map((layer) => layer.id).reverse().join()"
    assert visit.map.evaluate(drawn) == "mine_shafts,slag_heaps,unesco_components"
    grip = page.locator('[data-key="grip.unesco_components"]')
    grip.focus()
    page.keyboard.press("Home")
    visit.map.wait_for_function(f"{drawn} === 'unesco_components,mine_shafts,slag_heaps'")
    page.keyboard.press("ArrowDown")
    visit.map.wait_for_function(f"{drawn} === 'mine_shafts,unesco_components,slag_heaps'")
    assert "order=mine_shafts&order=unesco_components&order=slag_heaps" in page.url
    page.locator('[data-key="look.unesco_components"]').click()
    slider = page.locator('[data-key="opacity.unesco_components"]')
    slider.focus()
    page.keyboard.press("Home")
    visit.map.wait_for_function("atlas.drawn[1].fade === 0.1")
    assert re.search(r"opacity=unesco_components(:|%3A)0\.1", page.url)
    page.get_by_role("button", name="Ordre habituel").click()
    visit.map.wait_for_function(f"{drawn} === 'mine_shafts,slag_heaps,unesco_components'")
    assert "order=" not in page.url


@pytest.mark.slow
def test_a_layer_is_dragged_to_another_place_and_escape_leaves_it(visit):
    visit.open("?layers=slag_heaps&layers=unesco_components&layers=mine_shafts")
    page = visit.page
    drawn = "atlas.drawn.map((layer) => layer.id).reverse().join()"
    grip = page.locator('[data-key="grip.mine_shafts"]').bounding_box()
    below = page.locator('[data-layer="unesco_components"]').bounding_box()

    def hold():
        page.mouse.move(grip["x"] + 8, grip["y"] + 8)
        page.mouse.down()
        page.mouse.move(grip["x"] + 8, below["y"] + below["height"] - 2, steps=5)

    hold()
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".held, .drop-below").count() == 0
    hold()
    assert page.locator(".drop-below").count() == 1
    page.mouse.up()
    visit.map.wait_for_function(f"{drawn} === 'slag_heaps,unesco_components,mine_shafts'")


@pytest.mark.slow
def test_the_catalogue_finds_layers_and_has_tables_apart(visit):
    visit.open("?layers=slag_heaps")
    page = visit.page
    search = page.locator('[data-key="find"]')
    search.fill("mission bassin estates")
    assert page.get_by_text("Aucune couche ne répond").is_visible()
    search.fill("cites minieres")
    page.get_by_role("checkbox", name="Cités minières").check()
    visit.wait_for_count("mining_estates", 302)
    assert search.input_value() == "cites minieres"
    page.get_by_role("button", name="Retirer Cités minières").click()
    visit.map.wait_for_function("!('mining_estates' in atlas.counts())")
    search.fill("")
    assert page.locator('[data-key="table.slag_heap_facts"]').is_hidden()
    page.locator('[data-key="theme.tables"]').click()
    page.locator('[data-key="table.slag_heap_facts"]').click()
    page.locator("tbody tr[data-row]").first.wait_for()


@pytest.mark.slow
def test_a_layer_is_coloured_by_a_number_from_its_legend(visit):
    visit.open("?layers=communes&lang=en")
    page = visit.page
    page.locator('[data-layer="communes"]').get_by_text("Colour by…").click()
    field = page.locator('[data-key="classes.field"]')
    field.wait_for()
    field.select_option(index=1)
    page.wait_for_url("**classes=communes**")
    page.locator('[data-layer="communes"] .entry').first.wait_for()
    assert page.locator('[data-layer="communes"] .entry').count() >= 5
    # Classes without a row here are folded away.
    page.goto(page.url + "&territory=62498")
    page.locator('[data-layer="communes"] .absent').wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark", "room"])
@pytest.mark.parametrize("zoom", [9, 11, 14])
def test_every_symbol_of_the_legend_is_that_of_the_map(visit, catalog, theme, zoom):
    layers = [layer.id for layer in catalog.values() if layer.style and (layer.level or not layer.backdrop)]
    visit.open(f"?{'&'.join(f'layers={layer}' for layer in layers)}&theme={theme}&at=50.43,2.83,{zoom}")
    visit.page.locator(".on-layer").nth(len(layers) - 1).wait_for()
    assert_same_pictures(visit, layers)
