"""Types for the browser's code of what the server sends it: its words, and its messages as Python declares them."""

import dataclasses
import importlib
import pkgutil
import types
import typing
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

from atlas.i18n import LANGUAGES, section_words, words

_HEAD = "/* Written by atlas/render/script_types.py: a test fails when it is out of date. */\n"

# The file of a room of scripts, and the Python packages or modules whose messages it declares.
MESSAGE_FILES: dict[str, tuple[str, ...]] = {
    "data/messages.d.ts": (
        "atlas.scene.publish.citation",
        "atlas.scene.publish.layer_metadata",
        "atlas.scene.publish.metadata",
    ),
    "compare/messages.d.ts": ("atlas.scene.compare", "atlas.scene.statistics"),
    "map/messages.d.ts": ("atlas.render.mark_encoding", "atlas.render.scene_message", "atlas.render.viewport_encoding"),
    "scene_messages.d.ts": ("atlas.scene.map", "atlas.scene.objects", "atlas.scene.query"),
    "explore/messages.d.ts": ("atlas.scene.explore",),
    "network/messages.d.ts": ("atlas.scene.network",),
    "present/messages.d.ts": ("atlas.render.deck", "atlas.render.story_message", "atlas.scene.story"),
}

_PLAIN: dict[Any, str] = {str: "string", bool: "boolean", int: "number", float: "number", type(None): "null"}
_PLAIN |= {Any: "unknown", object: "unknown"}
_UNIONS = (typing.Union, types.UnionType)


def word_types() -> str:
    """Return the declarations of the words that scripts ask for: one interface a section of the locale tables."""
    sections: dict[str, list[str]] = {}
    for section in dict.fromkeys(key.partition(".")[0] for key in words(LANGUAGES[0])):
        found = section_words(section, LANGUAGES[0])
        sections[section] = [
            f"{name}: {'string' if isinstance(word, str) else 'PluralForms'}"
            for name, word in found.items()
            if name.isidentifier()
        ]
    forms = "\nexport interface PluralForms {\n  one: string;\n  other: string;\n}\n"
    return (
        _HEAD
        + forms
        + "".join(_word_interface(section, sorted(names)) for section, names in sorted(sections.items()) if names)
    )


def _word_interface(section: str, names: list[str]) -> str:
    fields = "".join(f"  {name};\n" for name in names)
    return f"\nexport interface {section.title()}Words {{\n{fields}}}\n"


def message_types(files: Mapping[str, Sequence[str]] = MESSAGE_FILES) -> dict[str, str]:
    """Return the TypeScript declarations of all messages, by file.

    Every public `TypedDict` of the modules becomes an interface; a dataclass does when a message holds it.

    Parameters
    ----------
    files
        Paths below `atlas/render/web`, each with the packages or modules whose messages it declares.

    Returns
    -------
    dict of str
        The text of each file.

    Raises
    ------
    TypeError
        A type has no counterpart in JSON, belongs to no file, or its name is taken.
    """
    owners = {module: path for path, names in files.items() for name in names for module in _modules(name)}
    found = {path: _Declarations(path, owners) for path in files}
    for module, path in owners.items():
        for value in vars(importlib.import_module(module)).values():
            if is_typeddict(value) and value.__module__ == module and not value.__name__.startswith("_"):
                found[path].add(value)
    # A dataclass in a message of one file may belong to another: go on until nothing new is named.
    while sum(declarations.declare_used(found) for declarations in found.values()):
        pass
    return {path: declarations.text() for path, declarations in found.items()}


def _modules(name: str) -> Iterator[str]:
    """Return the module, or every module of the package, by name."""
    module = importlib.import_module(name)
    if not hasattr(module, "__path__"):
        yield name
        return
    for info in sorted(pkgutil.iter_modules(module.__path__), key=lambda info: info.name):
        if not info.ispkg:
            yield f"{name}.{info.name}"


class _Declarations:
    """The interfaces of one file, and what it takes from others."""

    def __init__(self, path: str, owners: Mapping[str, str]) -> None:
        self.path, self._owners = path, owners
        self._classes: dict[str, type] = {}
        self._bodies: dict[str, str] = {}
        self._used: dict[type, str] = {}

    def add(self, declared: type) -> bool:
        """Add a class; return whether it is new."""
        known = self._classes.setdefault(declared.__name__, declared)
        if known is not declared:
            raise TypeError(
                f"{self.path}: {declared.__name__} is declared in {known.__module__} and in {declared.__module__}; "
                f"rename one of the two"
            )
        if declared.__name__ in self._bodies:
            return False
        self._bodies[declared.__name__] = self._interface(declared)
        return True

    def declare_used(self, found: Mapping[str, "_Declarations"]) -> int:
        """Add what the interfaces name to the files that own it; return how many were new."""
        return sum(found[owner].add(used) for used, owner in list(self._used.items()))

    def text(self) -> str:
        imports: defaultdict[str, set[str]] = defaultdict(set)
        for used, owner in self._used.items():
            if owner != self.path:
                imports[owner].add(used.__name__)
        head = "".join(
            f'import type {{ {", ".join(sorted(names))} }} from "{_relative(self.path, owner)}";\n'
            for owner, names in sorted(imports.items())
        )
        by_module: defaultdict[str, list[str]] = defaultdict(list)
        for name, declared in self._classes.items():
            by_module[declared.__module__].append(self._bodies[name])
        sections = [
            f"\n/* {module.replace('.', '/')}.py */\n" + "".join(bodies) for module, bodies in by_module.items()
        ]
        return _HEAD + head + "".join(sections)

    def _interface(self, declared: type) -> str:
        hints = get_type_hints(declared)
        if is_typeddict(declared):
            optional: frozenset[str] = vars(declared)["__optional_keys__"]
        else:
            hints, optional = {field.name: hints[field.name] for field in dataclasses.fields(declared)}, frozenset()
        fields = "".join(
            f"  {name if name.isidentifier() else repr(name)}{'?' if name in optional else ''}: "
            f"{self._type(hint, f'{declared.__name__}.{name}')};\n"
            for name, hint in hints.items()
        )
        return f"export interface {declared.__name__} {{\n{fields}}}\n"

    def _type(self, hint: Any, where: str) -> str:
        if hint in _PLAIN:
            return _PLAIN[hint]
        if get_origin(hint) is not None:
            return self._generic(hint, where)
        if not (is_typeddict(hint) or dataclasses.is_dataclass(hint)):
            raise TypeError(f"{where}: {hint} has no counterpart in JSON; use text, numbers, lists or a TypedDict")
        owner = self._owners.get(hint.__module__)
        if owner is None:
            raise TypeError(f"{where}: {hint.__module__} belongs to no file of messages; add it to MESSAGE_FILES")
        self._used[hint] = owner
        return str(hint.__name__)

    def _generic(self, hint: Any, where: str) -> str:
        """Return a literal, a union or a container in TypeScript."""
        origin, parts = get_origin(hint), get_args(hint)
        if origin is Literal:
            return " | ".join(f'"{part}"' if isinstance(part, str) else str(part).lower() for part in parts)
        inner = [self._type(part, where) for part in parts if part is not Ellipsis]
        if origin in _UNIONS:
            return " | ".join(dict.fromkeys(inner))
        if origin is tuple and Ellipsis not in parts:
            return f"[{', '.join(inner)}]"
        if origin in (list, tuple, Sequence):
            return f"({inner[0]})[]" if get_origin(parts[0]) in (*_UNIONS, Literal) else f"{inner[0]}[]"
        if origin in (dict, Mapping):
            return f"Record<string, {inner[1]}>"
        raise TypeError(f"{where}: {hint} has no counterpart in JSON; use text, numbers, lists or a TypedDict")


def _relative(here: str, there: str) -> str:
    """Return the address of one declaration file as another imports it."""
    name = there.removesuffix(".d.ts")
    if "/" in here and here.split("/", maxsplit=1)[0] == there.split("/", maxsplit=1)[0]:
        return f"./{name.split('/', 1)[1]}"
    return f"../{name}" if "/" in here else f"./{name}"
