"""Chunks: the modules of the browser's code as a browser of the app loads them, few answers instead of one a module.

The chunk of an entry holds all modules that the entry needs and that are not there before it. Each module stands in a
function and is evaluated once in a document, by whichever chunk comes first. The modules stay what they are: nothing
is built when the atlas is installed.
"""

import posixpath
import re
from functools import cache

from atlas.render.assets import web_address, web_files
from atlas.render.bundle import Module, module_graph, read_module, scope

# The modules that the pages of the app load first.
ROOTS = (
    "map/main.js",
    "opening/opening.js",
    "present/presenter_page.js",
    "shell/page.js",
    "shell/bridge.js",
    "offline/keep.js",
    "offline/kept_page.js",
)
FOLDER = "chunks/"
# A module that is loaded when it is first needed. The path may hold names that are known then: `../${mode}/${mode}.js`.
_LATE = re.compile(r"""\bimport\(\s*(["'`])(\.[^"'`]+)\1,?\s*\)""")
_NAME = re.compile(r"\\\$\\\{(\w+)\\\}")
_HEAD = "const modules = (globalThis.atlasModules ??= {});\n"


@cache
def chunk(entry: str) -> str:
    """Return a module with all that it needs and that is not there yet, as one module.

    Parameters
    ----------
    entry
        Below ``atlas/render/web``: one of `ROOTS`, or a module that another one imports when it needs it.

    Raises
    ------
    KeyError
        No page loads it by itself.
    """
    # Nothing is there before a root; the first map does not wait until the modules of all other chunks are read.
    there = frozenset() if entry in ROOTS else _there_before()[entry]
    parts = [_definition(read_module(path), entry) for path in module_graph(entry) if path not in there]
    exports = ", ".join(read_module(entry).exports)
    last = f'export const {{ {exports} }} = modules["{entry}"];\n' if exports else ""
    return f"{_HEAD}{''.join(parts)}{last}"


@cache
def chunks() -> frozenset[str]:
    """Return the entries of all chunks."""
    return frozenset(_there_before())


def chunk_address(home: str, entry: str) -> str:
    """Return the address of a chunk.

    Parameters
    ----------
    home
        Path of the routes of `atlas.serve`.
    entry
        Below ``atlas/render/web``.
    """
    return web_address(home, FOLDER + entry)


@cache
def _there_before() -> dict[str, frozenset[str]]:
    """Return for each entry the modules that every page has which loads it."""
    there: dict[str, frozenset[str]] = dict.fromkeys(ROOTS, frozenset())
    waiting = [*ROOTS]
    while waiting:
        entry = waiting.pop()
        graph = module_graph(entry)
        after = there[entry].union(graph)
        for late in {late for path in graph for late in _late_imports(path)}:
            common = there.get(late, after) & after
            if common != there.get(late):
                there[late] = common
                waiting.append(late)
    return there


def _late_imports(path: str) -> list[str]:
    """Return the modules that a module imports when it needs them."""
    found: list[str] = []
    body = read_module(path).body
    # Most import nothing later: not looked through letter by letter.
    for _, target in _LATE.findall(body) if "import(" in body else ():
        seen: set[str] = set()

        def group(name: re.Match[str], seen: set[str] = seen) -> str:
            again = name[1] in seen
            seen.add(name[1])
            return f"(?P={name[1]})" if again else f"(?P<{name[1]}>[^/]+)"

        wanted = re.compile(_NAME.sub(group, re.escape(_target(path, target))))
        found += [file for file in web_files() if wanted.fullmatch(file)]
    return found


def _definition(module: Module, entry: str) -> str:
    """Return a module as a part of a chunk; its addresses become those that are right where the chunk lies."""
    plain = _from_folder(FOLDER + entry, module.path)
    body = _LATE.sub(
        lambda found: f"import({found[1]}{_from_folder(entry, _target(module.path, found[2]))}{found[1]})", module.body
    ).replace("import.meta.url", f'new URL("{plain}", import.meta.url).href')
    names = {target: f'modules["{target}"]' for target, _ in module.imports}
    return f'/* {module.path} */\nmodules["{module.path}"] ??= {scope(module, body, names)};\n'


def _target(path: str, address: str) -> str:
    """Return what a module means by a relative address."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))


def _from_folder(path: str, target: str) -> str:
    """Return the relative address of a file for a module."""
    address = posixpath.relpath(f"/{target}", posixpath.dirname(f"/{path}"))
    return address if address.startswith("../") else f"./{address}"
