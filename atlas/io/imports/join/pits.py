"""Pits: the shafts of a pit are one object, named by its numbers, its names, and the place or company it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.io.imports.join.name_keys import name_key
from atlas.io.imports.join.place_codes import company_key, pit_key

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, slots=True)
class Pit:
    """A pit: the id of its first shaft, a name, its shafts, its names, and what tells it from others of the name."""

    id: str
    name: str
    shafts: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shaft:
    """A shaft: its id, its name, the names of its pit, and its company and concession."""

    id: str
    name: str
    names: tuple[str, ...]
    places: tuple[str, ...]


def group_pits(shafts: "gpd.GeoDataFrame") -> list[Pit]:
    """Return the pits of the shafts: those of one name in one commune, or that share a name of several numbers there.

    Parameters
    ----------
    shafts
        Rows of the layer ``mine_shafts``.
    """
    columns = ["commune", "pit", "pit_alias", "name", "company", "concession"]
    table = shafts[columns].astype(object).where(shafts[columns].notna(), None)
    by_pit: dict[tuple[str, str], list[_Shaft]] = {}
    for shaft, cells in zip(shafts.index.astype(str), table.itertuples(index=False), strict=True):
        commune, pit, alias, name, company, concession = cells
        own = _Shaft(
            shaft, str(name or pit), tuple(filter(None, (pit, alias))), tuple(filter(None, (company, concession)))
        )
        by_pit.setdefault((str(commune), str(pit or name)), []).append(own)
    found: list[tuple[str, list[_Shaft], set[str]]] = []
    for (commune, _), rows in sorted(by_pit.items()):
        joint = {key for row in rows for name in row.names if _is_several(key := pit_key(name))}
        same = next((one for one in found if one[0] == commune and joint & one[2]), None)
        if same:
            same[1].extend(rows)
            same[2].update(joint)
        else:
            found.append((commune, rows, joint))
    return [_pit(commune, rows) for commune, rows, _ in found]


def _is_several(key: str) -> bool:
    """Return whether a key is that of several numbers: ``9 9bis``."""
    words = key.split()
    return len(words) > 1 and all(word[0].isdigit() for word in words)


def _pit(commune: str, shafts: list[_Shaft]) -> Pit:
    ids = tuple(sorted(shaft.id for shaft in shafts))
    names = dict.fromkeys(name for shaft in shafts for name in (*shaft.names, shaft.name))
    belongs = dict.fromkeys((commune, *(place for shaft in shafts for place in shaft.places)))
    titles = dict.fromkeys(shaft.name.partition(" – ")[0] for shaft in shafts)
    return Pit(ids[0], f"{', '.join(titles)} ({commune})", ids, tuple(names), tuple(belongs))


def pit_keys(pit: Pit) -> Iterator[str]:
    """Yield the keys of a pit: of its names alone, and with the places that they are told apart by."""
    yield name_key(pit.name)
    for name in pit.names:
        key = pit_key(name)
        yield key
        for place in pit.places:
            beside = company_key(place)
            if beside and beside not in key:
                yield f"{key} {beside}"
