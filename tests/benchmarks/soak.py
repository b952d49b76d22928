"""A server under every kind of request for a long time: does its memory come back?

    python tests/benchmarks/soak.py [MINUTES [CLIENTS]]

Clients ask for everything that the routes give, files of every kind among it, in random order with random variants;
some leave before they are answered. Every quarter of a minute the resident memory of the server and of its drawing
processes is read. Flat: the last quarter of the time holds at most 5 % more than the second one.
"""

import json
import os
import platform
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from atlas.io.exports.formats import FORMATS, QGIS_KINDS
from tests.app_process import AppProcess, copy_tree

LAYERS = (
    "slag_heaps",
    "mine_shafts",
    "communes",
    "protected_areas",
    "unesco_components",
    "green_corridors",
    "projects",
)
TERRITORIES = ("246200364", "246200299", "200072460")
STORIES = ("bassins-en-transition", "paysage-vivant", "trame-verte-et-bleue", "trois-siecles-de-charbon")
LANGUAGES = ("fr", "en", "pt")
EVERY_SECONDS = 15


def variants(layers):
    """Return how each kind of request is made, by name."""

    def any_of(*values):
        return random.choice(values)  # noqa: S311 - only mixes the requests

    def lang():
        return any_of(*LANGUAGES)

    def layer():
        return any_of(*layers)

    def link():
        return f"layers={layer()}&layers={layer()}&lang={lang()}"

    def compare():
        return f"mode=compare&compare={any_of(*TERRITORIES)}&compare={any_of(*TERRITORIES)}&lang={lang()}"

    def story(ending):
        return f"/atlas/stories/{any_of(*STORIES)}?format={ending}&lang={lang()}&theme={any_of('light', 'dark')}"

    quick = {
        "page": lambda: "/",
        "health": lambda: "/healthz",
        "state": lambda: f"/atlas/state?{link()}",
        "year": lambda: f"/atlas/state?{link()}&year={random.randint(1800, 2026)}",  # noqa: S311
        "layer": lambda: f"/atlas/layers/{layer()}?lang={lang()}",
        "table": lambda: f"/atlas/table?table={layer()}&start={random.randint(0, 300)}&lang={lang()}",  # noqa: S311
        "summary": lambda: f"/atlas/summary?{link()}",
        "charts": lambda: f"/atlas/charts?chart=slag_heaps&layers=slag_heaps&lang={lang()}",
        "classes": lambda: (
            "/atlas/state?layers=slag_heaps&classes=slag_heaps.area_ha:"
            f"{any_of('quantiles', 'natural_breaks', 'equal_intervals')}:{random.randint(2, 9)}&lang={lang()}"  # noqa: S311
        ),
        "tree": lambda: f"/atlas/tree?lang={lang()}",
        "years": lambda: f"/atlas/years?{link()}",
        "description": lambda: f"/atlas/description?{link()}",
        "search": lambda: f"/atlas/search?q={any_of('lens', 'loos', 'fosse', 'terril', 'bois')}&lang={lang()}",
        "cite": lambda: f"/atlas/cite?{link()}",
        "compare": lambda: f"/atlas/compare?{compare()}",
        "ranks": lambda: f"/atlas/compare/ranks?{compare()}",
        "network": lambda: f"/atlas/network?mode=network&lang={lang()}",
        "stories": lambda: f"/atlas/stories?lang={lang()}",
        "story": lambda: story("show"),
        "metadata": lambda: f"/atlas/catalog/{layer()}.{any_of('jsonld', 'ttl')}",
        "catalogue": lambda: any_of("/dcat.ttl", "/atlas/catalog.jsonld"),
        "style": lambda: f"/atlas/styles/slag_heaps/point.{any_of('qml', 'sld')}",
        "answers": lambda: "/atlas/answers?layers=slag_heaps&slag_heaps.form=conical",
        "card": lambda: f"/atlas/cards/communes/{any_of('62498', '62065', '59178')}?lang={lang()}",
        "collections": lambda: f"/ogc/collections?f={any_of('json', 'html')}",
        "collection": lambda: f"/ogc/collections/{layer()}",
        "items": lambda: f"/ogc/collections/{layer()}/items?limit={random.randint(1, 1000)}&f={any_of('json', 'html')}",  # noqa: S311
        "items of a place": lambda: (
            f"/ogc/collections/slag_heaps/items?limit=100&offset={random.randint(0, 300)}&bbox=2.5,50.2,3.5,50.6"  # noqa: S311
            f"&crs=http://www.opengis.net/def/crs/EPSG/0/{any_of('2154', '3857', '3035')}"
        ),
        "tile": lambda: (
            f"/ogc/collections/{layer()}/tiles/WebMercatorQuad/{any_of('8/86/130', '9/172/260', '10/345/521')}"
        ),
        "preview": lambda: f"/atlas/export/preview?{link()}",
    }
    drawn = {
        "sheet": lambda: f"/atlas/sheet?{link()}&format={any_of('pdf', 'png')}&size={any_of('A4', 'A3')}",
        "map file": lambda: f"/atlas/file?{link()}",
        "portrait": lambda: f"/atlas/portrait/{any_of(*TERRITORIES)}{any_of('', '.pdf')}?lang={lang()}",
        "comparison": lambda: f"/atlas/compare/file.{any_of('csv', 'xlsx', 'pdf', 'png')}?{compare()}",
        "deck": lambda: story("html"),
        "handout": lambda: story("pdf"),
        "scene": lambda: f"{story('png')}&n=2",
        "object": lambda: f"/atlas/objects/communes/{any_of('62498', '62065', '59178')}.pdf?lang={lang()}",
        "series": lambda: f"/atlas/series?layers=slag_heaps&slag_heaps.form=truncated&by=slag_heaps&lang={lang()}",
        "picture": lambda: f"/atlas/preview.png?{link()}",
        "graph": lambda: f"/atlas/network/file.{any_of('graphml', 'jsonld')}?mode=network",
        **{
            f"export {ending}": lambda ending=ending: f"/atlas/export?{link()}&format={ending}"
            for ending in (*FORMATS, *QGIS_KINDS)
        },
    }
    return quick, drawn


class Client(threading.Thread):
    """Asks until it is told to stop; one request in five is a file, and one in forty is left."""

    def __init__(self, address, layers, end, statuses):
        super().__init__(daemon=True)
        self.address, self.end, self.statuses = address, end, statuses
        self.quick, self.drawn = variants(layers)

    def run(self):
        while not self.end.is_set():
            kinds = self.drawn if random.random() < 0.2 else self.quick  # noqa: S311
            name = random.choice(list(kinds))  # noqa: S311
            path = kinds[name]()
            if random.random() < 0.025:  # noqa: S311
                self.leave(path)
                continue
            try:
                with urllib.request.urlopen(self.address + path, timeout=300) as answer:
                    answer.read()
                    self.statuses[name, answer.status] += 1
            except urllib.error.HTTPError as refused:
                self.statuses[name, refused.code] += 1
                if refused.code == 503:
                    time.sleep(1)
            except OSError as problem:
                self.statuses[name, type(problem).__name__] += 1

    def leave(self, path):
        """Ask and close the connection before the answer."""
        host, _, port = self.address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            time.sleep(0.2)
        self.statuses["left", "-"] += 1


def resident(process):
    """Return the resident memory of a server and of its children, in MB."""
    own = int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    children = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rpartition(")")[2].split()[1]) == process:
                children += int((path.parent / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        except OSError:
            continue
    return own, children


def soak(app, minutes, clients):
    """Ask for some minutes; return the memory of server and children over time, and the statuses."""
    random.seed(1)
    known = {layer["id"] for theme in app.get("/atlas/tree?lang=en") for layer in theme["layers"]}
    end, statuses = threading.Event(), Counter()
    asking = [Client(app.address, sorted(known & set(LAYERS)), end, statuses) for _ in range(clients)]
    for client in asking:
        client.start()
    held = []
    for _ in range(round(minutes * 60 / EVERY_SECONDS)):
        time.sleep(EVERY_SECONDS)
        held.append(resident(app.process.pid))
        if len(held) % 4 == 0:
            print(f"{len(held) // 4:3} min  server {held[-1][0]:7.0f} MB  drawing {held[-1][1]:7.0f} MB", flush=True)
    end.set()
    for client in asking:
        client.join(timeout=300)
    return held, statuses


def growth(held):
    """Return the mean of the last quarter by that of the second one."""
    quarter = len(held) // 4
    return statistics.mean(held[-quarter:]) / statistics.mean(held[quarter : 2 * quarter])


def main():
    minutes, clients = (float(text) for text in (sys.argv[1:] + ["20", "6"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as home:
        tree = Path(home) / "tree"
        tree.mkdir()
        app = AppProcess(Path(home), tree=copy_tree(tree), MALLOC_ARENA_MAX="2").ready()
        try:
            held, statuses = soak(app, minutes, int(clients))
            log = app.log.read_text(encoding="utf-8")
        finally:
            app.stop()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()}")
    print(json.dumps({f"{name} {status}": count for (name, status), count in sorted(statuses.items(), key=str)}))
    print(f"requests {sum(statuses.values())}, growth of the server {growth([own for own, _ in held]):.3f}")
    print(f"most: server {max(own for own, _ in held):.0f} MB, drawing {max(other for _, other in held):.0f} MB")
    print(f"log: {len(log.splitlines())} lines", *log.splitlines()[:20], sep="\n  ")


if __name__ == "__main__":
    main()
