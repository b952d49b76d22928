"""Random requests over all routes, from a seed: half of each is sound, the other half is hostile."""

import json
import random
from urllib.parse import quote, urlencode

from atlas.serve.app import ROUTES

# What a parameter, a part of a path or a value of JSON may hold.
HOSTILE = [
    *(
        "",
        " ",
        "0",
        "-1",
        "1e308",
        "-1e308",
        "1e-320",
        "1e309",
        "nan",
        "inf",
        "-0",
        "1_0",
        "٣",
        "\uff19",
        "9" * 30,
        "9" * 5000,
    ),
    *("null", "None", "undefined", "true", "[]", "{}", "__proto__", "constructor", "toString", "theme", "..", "../x"),
    *(
        "/etc/passwd",
        "C:\\x",
        "con",
        "a\x00b",
        "a\nb",
        "\t",
        "\r\nX: y",
        "\u2028",
        "\u202e",
        "\U0001f600",
        "é",
        "e\u0301",
    ),
    *(
        "<script>",
        "';--",
        "{0}",
        "%s",
        "{count communes}",
        "=1+1",
        "javascript:alert(1)",
        "//x",
        "http://[::1",
        "http://x:y",
    ),
    *("???", "????", "~" * 60, "zz", "_p~iF~ps|U", "_p~iF~ps|U_ulLnnqC_mqNvxq`@", "x" * 3000, "circle:50,3,1e308"),
    *(
        "circle:50.4,2.8,900",
        "circle:nan,3,5",
        "circle:90,180,40000000",
        "circle:,,",
        "?_p~iF",
        "a.b.c",
        "a:b:c",
        ":",
        "::",
        ",",
        ",,",
    ),
    *(
        "-",
        "1,2,3",
        "50.4,2.8,11",
        "91,0,3",
        "1,2",
        "drawn",
        "basin",
        "median",
        "EPSG:4326",
        "2154",
        "EPSG:0",
        "+proj=longlat",
    ),
    *("+nadgrids=/dev/stdin", "EPSG:5773", "EPSG:99999", "urn:ogc:def:crs:EPSG::2154", "4326" * 20),
]
# Values that many parameters have.
SOUND = {
    "lang": ["fr", "en", "pt"],
    "mode": ["explore", "compare", "network", "present", "data"],
    "theme": ["light", "dark", "room"],
    "basemap": ["atlas", "ign_plan"],
    "at": ["50.4,2.8,11", "0,0,0", "-90,180,22"],
    "layers": [
        "slag_heaps",
        "communes,slag_heaps",
        "partnerships",
        "mine_shafts",
        "municipal_partners",
        "basin_figures",
    ],
    "territory": ["246200364", "62498", "nord_pas_de_calais", "france"],
    "territory_rule": ["meets", "within", "centre", "0.5", "1"],
    "select": ["circle:50.4,2.8,9000", "_p~iF~ps|U_ulLnnqC_mqNvxq`@", "o|drHo`uO_ibE??_ibE~hbE?"],
    "near": ["slag_heaps:communes:500", "communes:slag_heaps:0", "mine_shafts:slag_heaps:1e7"],
    "nearest": ["slag_heaps:communes", "mine_shafts:mine_shafts"],
    "year": ["1900", "2026", "-50", "0"],
    "order": ["slag_heaps,mine_shafts", "communes"],
    "opacity": ["slag_heaps:0.5", "communes:0.05", "slag_heaps:7"],
    "classes": ["slag_heaps.area_ha:quantiles:5", "communes.population:jenks:3", "slag_heaps.area_ha:equal:2"],
    "compare": ["62498", "246200364", "basin", "intercommunality", "drawn"],
    "ref": ["median", "basin", "62498"],
    "ind": ["heap_density", "mine_shafts", "heap_density:2"],
    "perimeter": ["mbm", "bodies", "property", "buffer", "drawn"],
    "norm": ["none", "area", "population"],
    "way": [
        "table",
        "plots",
        "maps",
        "scatter",
        "clock",
        "ranks",
        "perimeters",
        "twins",
        "register",
        "moran",
        "typology",
    ],
    "detail": [
        "maps.kind:pair",
        "pair.at:0.5",
        "twins.of:ruhr",
        "size.x:-99999",
        "moran.rule:distance",
        "moran.km:-1",
        "typology.groups:8",
    ],
    "version": ["heaps:mbm"],
    "story": ["paysage-vivant:1", "paysage-vivant:99"],
    "card": ["communes:62498", "slag_heaps:74"],
    "slag_heaps.form": ["conical", "flat"],
    "slag_heaps.area_ha__gte": ["10", "1e300", "-5"],
    "slag_heaps.area_ha__lte": ["10", "-1e300"],
    "slag_heaps.area_ha__missing": ["1", "0"],
    "slag_heaps.area_ha": ["10", "1e300"],
    "communes.population__gte": ["1000", "1e19", "0.5"],
    "communes.population": ["1000", "1e19", "99999999999999999999"],
    "projects.start": ["2010", "1e10"],
    "table": ["slag_heaps", "communes", "projects", "basin_figures"],
    "chart": ["slag_heaps", "communes", "projects"],
    "of": ["slag_heaps", "communes", "62498", "ruhr", "nord_pas_de_calais"],
    "sort": ["name", "-area_ha", "population"],
    "start": ["0", "50", "999999999"],
    "count": ["0", "3", "1000"],
    "columns": ["name", "area_ha,name"],
    "row": ["74", "62498"],
    "q": ["lens", "loos en gohelle", "terril 74"],
    "format": ["geojson", "csv", "show", "source", "kml"],
    "crs": ["EPSG:4326", "EPSG:2154"],
    "csv": ["fr", "en"],
    "size": ["A4", "100x100", "1x1", "99999x99999"],
    "orientation": ["portrait", "landscape"],
    "private": ["1", "0"],
    "need": ["water", "heritage"],
    "measure": ["heap_density", "mine_shafts"],
    "level": ["basin", "commune", "intercommunality", "none"],
    "z": ["0", "11", "20"],
    "bbox": ["0,0,1000,1000", "5,5,4,4"],
    "xy": ["5,5", "1e9,1e9"],
    "turn": ["0", "360"],
    "n": ["1", "2"],
    "url": ["https://atlas.example/"],
    "text": ["https://atlas.example/?lang=fr"],
}
PARTS = {
    "layer": ["slag_heaps", "communes", "projects", "partnerships", "mine_shafts", "basin_figures"],
    "row": ["74", "62498", "ruhr"],
    "territory": ["62498", "246200364"],
    "section": ["explore", "map", "compare", "errors", "nothing"],
    "slug": ["paysage-vivant"],
    "indicator": ["heap_density", "mine_shafts"],
    "kind": ["csv", "xlsx"],
    "ending": ["graphml", "jsonld"],
    "face": ["sans", "serif"],
    "name": ["map.css", "a" * 32],
    "stamp": ["x"],
    "path": ["map/map.css", "shell/dom.js"],
}
# Seconds each: few requests of a long run go to the first.
HEAVIEST = {
    "/atlas/sheet",
    "/atlas/portrait/{territory}",
    "/atlas/file",
    "/atlas/compare/perimeters",
    "/atlas/compare/twins",
    "/atlas/compare/moran",
}
HEAVY = HEAVIEST | {"/atlas/catalog", "/atlas/catalog.jsonld", "/atlas/territories", "/atlas/summary", "/atlas/compare"}
HEAVY |= {
    f"/atlas/compare/{name}"
    for name in ("clock", "ranks", "maps", "points", "evidence", "links", "file.{kind}", "choices")
}
# Share of stories that come with a request: much can be wrong in one.
_STORIES = 0.1
STORY = """+++
title = "{title}"
language = "{language}"
{front}
+++
## {heading}
{link}

{prose}

Notes:
{notes}
"""
FIGURES = [
    *(
        "{count slag_heaps}",
        "{sum slag_heaps.form}",
        "{min communes.name:x}",
        "{max communes.name}",
        "{distinct communes.population}",
    ),
    *(
        "{value communes.population:62498}",
        "{area communes}",
        "{length mine_shafts}",
        "{standing slag_heaps}",
        "{unsure communes}",
    ),
    *(
        "{count ?layers=}",
        "{count ?layers=a,b}",
        "{figure communes.x:y}",
        "{unknown communes.name}",
        "{sum communes.population:x}",
    ),
    *(
        "{min slag_heaps.period}",
        "{count slag_heaps ?year=1e308}",
        "{value basin_figures.value:x}",
        "{sum}",
        "{}",
        "{{}}",
        "{max}",
    ),
    *(
        "{distinct communes}",
        "{sum projects.start}",
        "{min projects.unesco}",
        "{sum slag_heaps.unesco}",
        "{max ?layers=slag_heaps}",
    ),
    "{count communes ?select=circle:1,1,1e308}",
]


def routes(besides=frozenset()):
    """Return path and method of every route but some."""
    return [
        (route.path, method)
        for route in ROUTES
        for method in sorted((route.methods or {"GET"}) - {"HEAD"})
        if route.path not in besides
    ]


class RandomRequests:
    """Requests of one seed.

    Parameters
    ----------
    seed
        The same requests for the same number.
    heavy
        Whether routes that take seconds are among them.
    """

    def __init__(self, seed, *, heavy=False):
        self._random = random.Random(seed)  # noqa: S311 - the same requests each time
        self._routes = routes(HEAVIEST if heavy else HEAVY)
        self._heaviest = [route for route in routes() if route[0] in HEAVIEST] if heavy else []

    def value(self, sound):
        """Return a sound value or a hostile one."""
        return self._random.choice(sound if sound and self._random.random() < 0.6 else HOSTILE)

    def make(self):
        """Return method, address and content of a request."""
        drawn = self._heaviest and self._random.random() < 0.01
        path, method = self._random.choice(self._heaviest if drawn else self._routes)
        if self._random.random() < _STORIES:
            path, method = self._random.choice((("/atlas/story", "POST"), ("/atlas/story/text", "POST")))
        for key, sound in PARTS.items():
            found = quote(self.value(sound), safe="", errors="replace")
            path = path.replace(f"{{{key}}}", found).replace(f"{{{key}:path}}", found)
        keys = self._random.sample(sorted(SOUND), self._random.randint(0, 6))
        if self._random.random() < 0.1:
            keys.append(self.value([]))
        pairs = [
            (key, self.value(SOUND.get(key, []))) for key in keys for _ in range(self._random.choice((1, 1, 1, 2)))
        ]
        query = urlencode(pairs, errors="replace")
        return method, f"{path}?{query}" if query else path, self._content(path) if method == "POST" else None

    def _content(self, path):
        if path.endswith("/story/text"):
            return json.dumps(self._plain()).encode()
        if path.endswith("/story") and self._random.random() < 0.9:
            return self._story().encode("utf-8", "replace")
        return self._random.choice(
            [
                b"",
                b"\xff\xfe",
                b"{}",
                b"[" * 100_000,
                b'{"a":' * 50_000,
                self._random.randbytes(200),
                b"+++\n" + b"a=[" * 5000 + b"\n+++\n## x\n?",
            ]
        )

    def _story(self):
        figures = " ".join(self._random.choices(FIGURES, k=self._random.choice((1, 1, 2))))
        link = urlencode(
            [(key, self.value(SOUND[key])) for key in self._random.sample(sorted(SOUND), 2)], errors="replace"
        )
        return STORY.format(
            title=self.value(["A story"]).replace('"', ""),
            language=self._random.choice(["en", "fr", "xx"]),
            front=self._random.choice(["", "", "about = 5", 'sources = { a = "b" }', "x = [" * 3000]),
            heading=self.value(["Heading", figures]),
            link=self._random.choice(["?", f"?{link}", f"http://x/?{link}", "http://[::1", "javascript:x"]),
            prose=self.value([figures, figures, "**a** [b](https://x.example) [c](javascript:x)"]),
            notes=self.value(["A note.", figures]),
        )

    def _plain(self):
        deep = "x"
        for _ in range(self._random.choice((1, 5, 500))):
            deep = [deep]
        value = self._random.choice([self.value(["en"]), 5, None, [], {}, deep])
        chapters = [{"title": self.value(["A"]), "link": self.value(["?"]), "text": self.value(["B"]), "notes": value}]
        return self._random.choice(
            [
                value,
                {"lang": "en", "title": value, "chapters": chapters},
                {"lang": value, "title": "x", "chapters": chapters},
            ]
        )
