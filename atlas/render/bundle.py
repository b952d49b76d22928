"""The modules of the browser's code: which ones a page needs, and all of them bundled as one script.

A page of the app loads modules in chunks (`atlas.render.chunks`). A browser refuses modules in a file opened from a
disk: such a file holds them as one classic script, each module in a function.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter

from atlas.render.assets import COMMENT, read_web

_IMPORT = re.compile(r"""^import \{([^}]*)\} from "(\.[^"]+)";\n""", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) (\w+))", re.MULTILINE)
# The type of an expression or a parameter, for who checks the scripts.
_CAST = re.compile(r"/\*\* @type \{[^*]*\*/ ")
# Any other form of import or export cannot be bundled.
_OTHER = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)


class BundleError(ValueError):
    """A module that cannot be bundled."""


@dataclass(frozen=True, slots=True)
class Module:
    """A script with its imports and exports."""

    path: str
    body: str
    exports: tuple[str, ...]
    imports: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@cache
def read_module(path: str) -> Module:
    """Read one module.

    Parameters
    ----------
    path
        Below `atlas/render/web`.

    Raises
    ------
    BundleError
        Its form of import or export cannot be bundled.
    """
    text = read_web(path)
    imports = tuple(
        (posixpath.normpath(posixpath.join(posixpath.dirname(path), target)), _names(names))
        for names, target in _IMPORT.findall(text)
    )
    body = _CAST.sub("", COMMENT.sub("", _IMPORT.sub("", text)))
    exports = tuple(_EXPORT.findall(body))
    body = _EXPORT.sub("", body)
    if left := _OTHER.search(body):
        raise BundleError(f"{path}: {left[0]}")
    return Module(path, body, exports, imports)


def _names(inside: str) -> tuple[tuple[str, str], ...]:
    """Return exported and local name of each part of a list of imports."""
    parts = [part.split(" as ") for part in re.split(r"\s*,\s*", inside.strip()) if part]
    return tuple((part[0].strip(), part[-1].strip()) for part in parts)


@cache
def module_graph(entry: str) -> tuple[str, ...]:
    """Return the paths of all modules that a module needs, each after its own imports, the module itself last.

    Parameters
    ----------
    entry
        The first module of a page, below `atlas/render/web`.

    Raises
    ------
    BundleError
        Modules import each other in a circle.
    """
    needs: dict[str, list[str]] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        if path not in needs:
            needs[path] = [target for target, _ in read_module(path).imports]
            waiting += needs[path]
    try:
        return tuple(TopologicalSorter(needs).static_order())
    except CycleError as exc:
        raise BundleError(" → ".join(exc.args[1])) from exc


@cache
def bundle(entry: str) -> str:
    """Return a module with all that it imports as one classic script.

    Parameters
    ----------
    entry
        The first module of a page, below `atlas/render/web`.

    Raises
    ------
    BundleError
        An imported name is not exported; see also `read_module` and `module_graph`.
    """
    return f"{_function(entry, last='')};\n"


@cache
def bundle_exports(entry: str) -> str:
    """Return an expression whose value holds the exports of a module, with all that it imports inside; see `bundle`."""
    return _function(entry, last=f"return module{len(module_graph(entry)) - 1};\n")


def _function(entry: str, *, last: str) -> str:
    paths = module_graph(entry)
    names = {path: f"module{number}" for number, path in enumerate(paths)}
    parts = []
    for path in paths:
        module = read_module(path)
        parts.append(f"/* {path} */\nconst {names[path]} = {scope(module, module.body, names)};")
    return '(() => {\n"use strict";\n' + "\n".join(parts) + f"\n{last}}})()"


def scope(module: Module, body: str, names: Mapping[str, str]) -> str:
    """Return the call of a function that holds a module and returns its exports.

    Parameters
    ----------
    module
        The module.
    body
        Its text without imports and exports.
    names
        What the exports of each imported module are called there.

    Raises
    ------
    BundleError
        An imported name is not exported.
    """
    lines = []
    for target, wanted in module.imports:
        if missing := [name for name, _ in wanted if name not in read_module(target).exports]:
            raise BundleError(f"{module.path}: {target} has no {', '.join(missing)}")
        local = ", ".join(name if name == own else f"{name}: {own}" for name, own in wanted)
        lines.append(f"const {{ {local} }} = {names[target]};")
    exports = f"return {{ {', '.join(module.exports)} }};"
    return "\n".join(["(() => {", *lines, body.strip("\n"), exports, "})()"])
