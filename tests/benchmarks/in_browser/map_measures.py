"""First map and changes of it, timed in a browser: the atlas, the app of a competent user, an empty app."""

import statistics
import time

import geopandas as gpd

from tests.benchmarks.in_browser.pages import HERE, ROOT, frame_with, holds_features, open_page, serve

APPS = {"atlas": ROOT / "app.py", "baseline": HERE / "baseline_app.py", "empty": HERE / "in_browser" / "empty_app.py"}
FORMS = ["conical", "flat", "levelled", "embankment", "particular", "large_modern", "levelled_built"]


def _serve(app, caches):
    return serve(APPS[app], XDG_CACHE_HOME=str(caches))


def rows(form=None):
    counts = {}
    for path in ROOT.glob("layers/*/*.parquet"):
        stem = path.name.split(".")[0]
        if stem in {
            "mining_basins",
            "unesco_buffer",
            "unesco_components",
            "green_corridors",
            "slag_heaps",
            "partner_cities",
        }:
            frame = gpd.read_parquet(path)
            if stem == "slag_heaps" and form:
                frame = frame[frame["form"] == form]
            counts[stem] = counts.get(stem, 0) + int(frame.geometry.notna().sum())
    return counts


def measure_atlas(playwright, caches):
    with open_page(playwright) as (tab, traffic), _serve("atlas", caches) as (url, _, started):
        tab.goto(f"{url}/?mode=explore")
        frame = frame_with(tab, "window.atlas ? atlas.ready.then(() => true) : false")
        first = time.perf_counter() - started
        tab.get_by_role("button", name="Filtrer Terrils", exact=True).click()
        tab.locator('[data-key="slag_heaps.form=conical"]').wait_for()
        tab.wait_for_timeout(1500)
        changes, sizes = [], []
        for form in FORMS:
            box = tab.locator(f'[data-key="slag_heaps.form={form}"]')
            expected = frame.evaluate("atlas.counts().slag_heaps")
            painted = frame.evaluate("atlas.painted")
            traffic.take()
            began = time.perf_counter()
            box.click()
            frame.wait_for_function(
                "([n, p]) => atlas.counts().slag_heaps !== n && atlas.painted > p", arg=[expected, painted]
            )
            changes.append(time.perf_counter() - began)
            tab.wait_for_timeout(700)
            sizes.append(traffic.take())
        return {"first": first, "change": statistics.median(changes), "bytes": max(sizes), "all": changes}


QUESTIONS = {
    "near": [{"near": [f"slag_heaps:green_corridors:{metres}"]} for metres in (20, 40, 80, 150, 300)],
    "select": [{"select": [f"circle:50.43,2.83,{metres}"]} for metres in (2000, 4000, 6000, 8000, 10000)],
    "year": [{"year": [year]} for year in (1760, 1820, 1850, 1880, 1900)],
}


def measure_questions(playwright, caches):
    """Time from an act of the reader to the repainted map, for each kind of question, on eight layers."""
    layers = ("slag_heaps", "mine_shafts", "green_corridors", "mining_estates", "unesco_components", "mining_basins")
    link = "?" + "&".join(f"layers={layer}" for layer in (*layers, "twinnings", "partner_cities"))
    told = {"near": "slag_heaps", "select": "slag_heaps", "year": "mine_shafts"}
    with open_page(playwright) as (tab, _), _serve("atlas", caches) as (url, *_):
        tab.goto(url + link)
        frame = frame_with(tab, "window.atlas ? atlas.ready.then(() => true) : false")
        tab.wait_for_timeout(2500)
        medians = {}
        for kind, queries in QUESTIONS.items():
            times = []
            for query in queries:
                before = frame.evaluate("(layer) => [layer, atlas.counts()[layer], atlas.painted]", told[kind])
                began = time.perf_counter()
                frame.evaluate("(query) => atlas.send({ kind: 'set', query })", query)
                frame.wait_for_function(
                    "([layer, n, p]) => atlas.counts()[layer] !== n && atlas.painted > p", arg=before
                )
                times.append(time.perf_counter() - began)
                tab.wait_for_timeout(700)
            frame.evaluate("() => atlas.send({ kind: 'clear' })")
            tab.wait_for_timeout(700)
            medians[kind] = statistics.median(times)
        medians["longest_frame"] = play(tab, frame)
        return medians


# Each of them is compared for the first time: communes of five inter-municipal bodies, beside two bodies.
COMMUNES = ("62498", "62427", "59178", "59606", "62119", "62065", "62510")


def measure_compare(playwright, caches):
    """Time from another choice of territories to the table that holds it."""
    with open_page(playwright) as (tab, _), _serve("atlas", caches) as (url, *_):
        tab.goto(f"{url}/?mode=compare&lang=en")
        tab.locator('[data-key^="cell.world_heritage_intensity"]').first.wait_for()
        tab.wait_for_timeout(2500)
        frame = frame_with(tab, "window.atlas ? atlas.ready.then(() => true) : false")
        times = []
        for commune in COMMUNES:
            compare = ["246200364", "200072460", commune]
            began = time.perf_counter()
            frame.evaluate("(compare) => atlas.send({ kind: 'set', query: { compare } })", compare)
            tab.locator(f'[data-key="cell.world_heritage_intensity.{commune}"]').wait_for()
            times.append(time.perf_counter() - began)
            tab.wait_for_timeout(700)
        return {"change": statistics.median(times), "all": times}


def play(tab, frame):
    """Play all years and return the longest time between two frames of the map."""
    tab.get_by_role("button", name="Temps", exact=True).click()
    frame.evaluate(
        "() => { window.gaps = []; let last = performance.now(); const tick = (now) => { gaps.push(now - last);"
        " last = now; requestAnimationFrame(tick); }; requestAnimationFrame(tick); }"
    )
    tab.get_by_role("button", name="Lancer").click()
    tab.get_by_role("button", name="Lancer").wait_for()
    return frame.evaluate("Math.max(...gaps)") / 1000


def measure_baseline(playwright, caches):
    with open_page(playwright) as (tab, traffic), _serve("baseline", caches) as (url, _, started):
        tab.goto(url)
        frame = frame_with(tab, holds_features(sum(rows().values())))
        first = time.perf_counter() - started
        tab.wait_for_timeout(1500)
        changes, sizes = [], []
        for form in FORMS:
            count = sum(rows(form).values())
            tab.locator('[data-testid="stSelectbox"] input').click()
            tab.keyboard.type(form)
            option = tab.get_by_role("option", name=form, exact=True)
            option.wait_for()
            traffic.take()
            began = time.perf_counter()
            option.click()
            frame_with(tab, holds_features(count))
            changes.append(time.perf_counter() - began)
            tab.wait_for_timeout(700)
            sizes.append(traffic.take())
        del frame
        return {"first": first, "change": statistics.median(changes), "bytes": max(sizes), "all": changes}


def measure_empty(playwright, caches):
    with open_page(playwright) as (tab, _), _serve("empty", caches) as (url, *_):
        tab.goto(url)
        tab.get_by_text("clicks: 0").wait_for()
        tab.wait_for_timeout(1500)
        changes = []
        for n in range(1, 12):
            began = time.perf_counter()
            tab.get_by_role("button", name="again").click()
            tab.wait_for_function("n => document.body.innerText.includes(`clicks: ${n}`)", arg=n)
            changes.append(time.perf_counter() - began)
            tab.wait_for_timeout(700)
        return {"change": statistics.median(changes)}
