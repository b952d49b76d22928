"""Every place of the app that a reader can stand in: a link, and what is pressed from there."""

# As layout.js has it.
NARROW = 700
STORY = "trois-siecles-de-charbon"
HEAPS = "?layers=slag_heaps&layers=mine_shafts"
# Compare keeps its way in the session of the browser: each is pressed.
WAYS = ("table", "plots", "maps", "scatter", "clock", "ranks", "perimeters", "twins", "register", "moran", "typology")
# name: (link, what is pressed in turn; `map:` in the map page, `panel:` in the panel, folded on a phone)
PLACES = {
    "explore": (f"{HEAPS}&layers=unesco_components&slag_heaps.form=conical", ()),
    "explore answers": ("?layers=slag_heaps&territory=62498", ()),
    "explore notes": (f"{HEAPS}&note=pin:50.43,2.83:Ici", ("map:[data-tool=notes]",)),
    "filters": (HEAPS, ("panel:[data-key='open.slag_heaps']", "[data-key='about.slag_heaps']")),
    "places": (HEAPS, ("panel:[data-key='ask.where']", "[data-key='ask.near']")),
    "places rule": (f"{HEAPS}&territory=246200364&territory_rule=0.5", ("panel:[data-key='ask.where']",)),
    "card": ("?layers=slag_heaps&card=slag_heaps:t74", ()),
    "list": (HEAPS, ("map:.leaflet-bar [data-tool=list]",)),
    **{f"shelf {tab}": (HEAPS, (f"[data-key='tab.{tab}']",)) for tab in ("table", "charts", "summary", "time", "take")},
    "keys": ("?layers=slag_heaps", ("[data-key=keys]",)),
    "import": ("?layers=slag_heaps", ("panel:[data-key=bring]",)),
    **{f"compare {way}": ("?mode=compare", (f"[data-key='way.{way}']",)) for way in WAYS},
    "network": ("?mode=network", ()),
    "network twinnings": ("?mode=network", ("[role=tab] >> nth=1",)),
    "network exchanges": ("?mode=network", ("[role=tab] >> nth=-1",)),
    "project": ("?mode=network&card=projects:p43", ()),
    "partner": ("?mode=network&card=partner_cities:herne_deu", ()),
    "stories": ("?mode=present", ()),
    "scene": (f"?mode=present&story={STORY}:2", ()),
    "scene notes": (f"?mode=present&story={STORY}:7", ("map:[data-do=notes]",)),
    "editor": ("?mode=present", ("[data-key^='copy.'] >> nth=0",)),
    "data": ("?mode=data", ()),
    "sheet": ("?mode=data", ("[data-key='sheet.slag_heaps']",)),
}


def go(visit, place, more):
    """Open a place under a theme, in a language; wait until what it fetches is there."""
    link, presses = PLACES[place]
    visit.open(f"{link}&{more}")
    visit.page.locator(".bar .mode").first.wait_for()
    for press in presses:
        where, _, selector = press.rpartition(":") if press.startswith(("map:", "panel:")) else ("", "", press)
        if where == "panel" and visit.page.viewport_size["width"] <= NARROW:
            visit.page.locator("[data-key=fold]").click()
        (visit.map if where == "map" else visit.page).locator(selector).click()
    visit.page.wait_for_timeout(1200)
    return visit
