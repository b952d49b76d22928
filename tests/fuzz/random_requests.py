"""Random requests over all routes, from a seed: half of each is sound, the other half is hostile."""

import json
import random
from urllib.parse import quote, urlencode

from atlas.serve.app import ROUTES
from tests.fuzz.request_values import HOSTILE, PARTS, SOUND

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
