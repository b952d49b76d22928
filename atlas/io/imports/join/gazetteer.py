"""Gazetteer of a layer: its objects by code, name, former name; the object that a text names."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from rapidfuzz import fuzz, process

from atlas.io.imports.join.name_keys import loose_key, name_key
from atlas.io.imports.join.pits import group_pits, pit_keys
from atlas.io.imports.join.place_codes import pit_key, plain_code, short_country_code
from atlas.io.imports.join.place_kinds import PlaceKind, kind_of

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Layer

# outside: a code of a place that the layer does not hold. ambiguous: several objects. unknown: none.
Why = Literal["", "unknown", "outside", "ambiguous"]
How = Literal["", "code", "name", "former", "answer"]
_FORMER = Path(__file__).with_name("former_names.toml")
_DEPARTMENTS = {"59": "59", "nord": "59", "62": "62", "pas de calais": "62"}
_IN_BRACKETS = re.compile(r"^(.+?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$")
_AT_END = re.compile(r"^(.*\D)[\s,;–-]+([0-9]{2,3})$")
_IN_FRONT = re.compile(r"^([0-9]{2,3}|[0-9]{5})\s*[-–:]?\s*(\D.+)$")
_AFTER_COMMA = re.compile(r"^(.+?),\s*([^,]+)$")
# The kinds of inter-municipal bodies, which their names begin with or not.
_BODIES = re.compile(
    r"^(?:ca|cc|cu|communaute (?:d )?agglomeration|communaute de communes|communaute urbaine|agglomeration|agglo)\s+"
)
# Suggestions: how many, and how much alike they are at least (0..100).
_SUGGESTED, _ALIKE = 3, 78


@dataclass(frozen=True, slots=True)
class Match:
    """The object that a text names.

    Attributes
    ----------
    place
        Its id; None where there is none.
    how
        By its code, its name, a former name, or an answer of the reader.
    why
        Why there is none.
    among
        The objects that an ambiguous text may name.
    """

    place: str | None
    how: How = ""
    why: Why = ""
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The objects of a layer and their keys.

    Attributes
    ----------
    kind
        How tables name them.
    names
        Id → name.
    members
        Id → rows of the layer that the object consists of: the shafts of a pit.
    codes, keys, loose
        Code, key and loose key of a name → ids.
    former
        Key of a former name → id.
    """

    kind: PlaceKind
    names: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, tuple[str, ...]]
    loose: Mapping[str, tuple[str, ...]]
    former: Mapping[str, str]

    def find(self, text: str, *, hinted: bool = True) -> Match:
        """Return the object that a text names.

        Parameters
        ----------
        text
            A code or a name, as a table writes it.
        hinted
            Whether its column says which kind of objects it names, so that a bare number is one of them.
        """
        code, outside = self._code(text, hinted=hinted)
        if found := self._only(self.codes.get(code or ""), "code"):
            return found
        own = plain_code(text).lower()
        if own in self.names:
            return Match(own, "code")
        if found := self._by_name(text):
            return found
        return Match(None, why="outside" if outside else "unknown")

    def suggest(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return the objects whose names are most like a text: ids and names, the best first."""
        keys = {place: self._key(name) for place, name in self.names.items()}
        found = process.extract(self._key(text), keys, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=_SUGGESTED)
        return tuple((place, self.names[place]) for _, _, place in found)

    def _code(self, text: str, *, hinted: bool) -> tuple[str | None, bool]:
        """Return the code that a text is, and whether it is one of a place that the layer does not hold."""
        code = self.kind.code(text) if self.kind.code else None
        if code is None and hinted and self.kind.loose_code:
            code = self.kind.loose_code(text)
        return code, code is not None and self.kind.is_open and code not in self.codes

    def _by_name(self, text: str) -> Match | None:
        if self.kind.layer == "mine_shafts":
            return self._only(self.keys.get(pit_key(text)), "name") or self._only(self.keys.get(name_key(text)), "name")
        name, department = _split_department(text) if self.kind.layer == "communes" else (text, None)
        for key, table in ((self._key(name), self.keys), (loose_key(self._key(name)), self.loose)):
            if not key:
                continue
            own = tuple(place for place in table.get(key, ()) if department is None or place.startswith(department))
            if found := self._only(own, "name"):
                return found
        former = self.former.get(name_key(name))
        return Match(former, "former") if former else None

    def _key(self, text: str) -> str:
        if self.kind.layer == "mine_shafts":
            return pit_key(text)
        return _BODIES.sub("", name_key(text)) if self.kind.layer == "intercommunalities" else name_key(text)

    def _only(self, places: tuple[str, ...] | None, how: How) -> Match | None:
        if not places:
            return None
        return Match(places[0], how) if len(places) == 1 else Match(None, why="ambiguous", among=places)


def make_gazetteer(layer: "Layer", gdf: "gpd.GeoDataFrame") -> Gazetteer:
    """Return the gazetteer of a layer.

    Parameters
    ----------
    layer, gdf
        Declaration and rows.
    """
    kind = kind_of(layer.id)
    if kind.layer == "mine_shafts" and {"pit", "pit_alias", "commune"} <= set(gdf.columns):
        pits = group_pits(gdf)
        keys = _grouped((key, pit.id) for pit in pits for key in pit_keys(pit))
        names = {pit.id: pit.name for pit in pits}
        return Gazetteer(kind, names, {pit.id: pit.shafts for pit in pits}, {}, keys, {}, {})
    names = {str(place): str(name) for place, name in gdf[layer.name].items() if not pd.isna(name)}
    names |= {str(place): str(place) for place in gdf.index if str(place) not in names}
    spelled = list(_spellings(layer, gdf))
    plain = (lambda text: _BODIES.sub("", name_key(text))) if kind.layer == "intercommunalities" else name_key
    return Gazetteer(
        kind,
        names,
        {str(place): (str(place),) for place in gdf.index},
        _grouped(_codes(kind, gdf)),
        _grouped((plain(text), place) for place, text in spelled),
        _grouped((loose_key(plain(text)), place) for place, text in spelled),
        {name_key(name): place for name, place in former_names() if place in names} if kind.layer == "communes" else {},
    )


@cache
def former_names() -> tuple[tuple[str, str], ...]:
    """Return the former names of communes and the codes of the communes that they are now."""
    declared = tomllib.loads(_FORMER.read_text(encoding="utf-8"))
    return tuple((row["name"], row["commune"]) for row in declared["names"])


def _codes(kind: PlaceKind, gdf: "gpd.GeoDataFrame") -> "Iterable[tuple[str, str]]":
    """Yield the codes of the rows in the spelling in which codes are read."""
    read = kind.loose_code or kind.code
    for place, value in zip(gdf.index, gdf.get(kind.codes, gdf.index), strict=True):
        # Of the partners only the countries are named by the code of a country.
        if pd.isna(value) or (kind.layer == "partner_areas" and gdf["kind"][place] != "country"):
            continue
        code = read(str(value).upper()) if read else None
        if code:
            yield code, str(place)
        short = short_country_code(code) if code and kind.layer == "partner_areas" else None
        if short:
            yield short, str(place)


def _spellings(layer: "Layer", gdf: "gpd.GeoDataFrame") -> "Iterable[tuple[str, str]]":
    """Yield the names of the rows: in every language, and the other names that the layer declares."""
    columns = {layer.name, *layer.search.names, *(name for name in gdf if name in {"name_en", "name_local"})}
    for column in sorted(columns):
        separator = layer.fields[column].separator if column in layer.fields else None
        for place, text in gdf[column].dropna().items():
            for name in str(text).split(separator) if separator else [str(text)]:
                yield str(place), name.strip()
    for place, names in layer.exonyms.items():
        for text in (names.fr, names.en, names.pt):
            if text:
                yield place, text


def _grouped(pairs: "Iterable[tuple[str, str]]") -> dict[str, tuple[str, ...]]:
    grouped: dict[str, dict[str, Any]] = {}
    for key, place in pairs:
        if key:
            grouped.setdefault(key, {})[place] = None
    return {key: tuple(places) for key, places in grouped.items()}


def _split_department(text: str) -> tuple[str, str | None]:
    """Return the name of a commune and its department where a text states one; another one is kept to be refused."""
    for pattern, name, place in ((_IN_BRACKETS, 1, 2), (_AT_END, 1, 2), (_IN_FRONT, 2, 1), (_AFTER_COMMA, 1, 2)):
        found = pattern.match(text.strip())
        if found is None:
            continue
        stated = name_key(found[place])
        if stated in _DEPARTMENTS:
            return found[name], _DEPARTMENTS[stated]
        if len(stated) == 5 and stated.isdigit():  # noqa: PLR2004 - a postal code
            return found[name], stated[:2]
        if re.fullmatch(r"[0-9]{2,3}|2[ab]", stated):
            return found[name], stated
    return text, None
