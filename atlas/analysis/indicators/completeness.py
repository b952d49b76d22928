"""What a layer that is not complete in a territory does to a value: a bound, the rows listed only, or no value.

An indicator declares an effect for each layer, or kind of a layer, that it reads. Where the layer is complete is
declared with the layer (`atlas.catalog.declarations.Completeness`); `Territories.complete` holds it by territory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd

from atlas.analysis.spatial.territories import WHOLLY_SURVEYED

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories

# at_least, at_most: objects that are missing can only raise or lower the value. listed: the value describes the rows
# of the layer alone. blank: no value. none: the number of rows does not change the value.
Effect = Literal["at_least", "at_most", "listed", "blank", "none"]
# Layer, or ``layer.field.code`` for a kind → effect on all parts, or part → effect.
Effects: TypeAlias = Mapping[str, Effect | Mapping[str, Effect]]
# What a value is: complete, a bound, of the listed rows only, or blank.
Completeness = Literal["complete", "at_least", "at_most", "listed", "blank"]
COMPLETENESS: tuple[Completeness, ...] = ("complete", "at_least", "at_most", "listed", "blank")
# Note of a value that is blank because a layer is not complete.
BLANK = "incomplete"
# Prefix of the note that names the layer, or the kind, that is not complete.
GAP = "gap:"


def effects_on(part: str, effects: Effects) -> dict[str, Effect]:
    """Return the effect of each layer or kind on one part of an indicator, where there is one."""
    found = {key: effect if isinstance(effect, str) else effect.get(part) for key, effect in effects.items()}
    return {key: effect for key, effect in found.items() if effect not in {None, "none"}}


@dataclass(frozen=True, slots=True, eq=False)
class CompletenessNotes:
    """The notes on the completeness of a measure in each territory.

    Attributes
    ----------
    texts
        Codes separated by ``;``: the state, then ``gap:`` and the layer or kind; empty where it is complete.
    noted, blank
        Where there is a note, and where it takes the value away.
    """

    texts: tuple[str, ...]
    noted: np.ndarray
    blank: np.ndarray


def completeness_notes(effects: Mapping[str, Effect], territories: "Territories") -> CompletenessNotes:
    """Return the notes on the completeness of a measure in each territory.

    Parameters
    ----------
    effects
        The effect of each layer or kind on the measure, see `effects_on`.
    territories
        Territories to measure; a layer that they have no share of is taken as complete.
    """
    missing = {key: _missing(key, territories) for key in effects if key in territories.complete}
    # Most parts of an indicator have the same effects.
    key = ("completeness", *effects.items(), *((layer, where.tobytes()) for layer, where in missing.items()))
    return territories.keep(key, lambda: _completeness_notes(effects, missing, len(territories)))


def _completeness_notes(
    effects: Mapping[str, Effect], missing: Mapping[str, np.ndarray], count: int
) -> CompletenessNotes:
    def any_of(effect: Effect) -> np.ndarray:
        own = [where for key, where in missing.items() if effects[key] == effect]
        return np.logical_or.reduce(own) if own else np.zeros(count, dtype=bool)

    blank, low, high = any_of("blank"), any_of("at_least"), any_of("at_most")
    notes = [""] * count
    for code, where in {
        BLANK: blank,
        "at_least": low & ~high & ~blank,
        "at_most": high & ~low & ~blank,
        "listed": (any_of("listed") | (low & high)) & ~blank,
    }.items():
        add_codes(notes, where, [code] * count)
    for key, where in missing.items():
        # Without a value only what took it away counts.
        add_codes(notes, where if effects[key] == "blank" else where & ~blank, [GAP + key] * count)
    return CompletenessNotes(tuple(notes), np.array([note != "" for note in notes], dtype=bool), blank)


def _missing(key: str, territories: "Territories") -> np.ndarray:
    """Return the territories in which a layer or kind is not complete."""
    share = territories.complete[key]
    own = share if share.index.equals(territories.ids) else share.reindex(territories.ids)
    return np.asarray(own.to_numpy(dtype=float) < WHOLLY_SURVEYED)


def completeness_in(notes: str) -> Completeness:
    """Return what a value is by its notes: a bound counts before the rows it is a bound of."""
    codes = notes.split(";")
    if BLANK in codes:
        return "blank"
    return next((state for state in COMPLETENESS[1:4] if state in codes), COMPLETENESS[0])


def add_note(notes: pd.Series, where: "np.ndarray | pd.Series", code: str | Sequence[str]) -> pd.Series:
    """Add a code, or one of its own with several separated by ``;``, to some of the notes."""
    if not np.asarray(where).any():
        return notes
    # Few of many are marked: text by text is a tenth of the time of whole columns.
    texts = notes.to_list()
    add_codes(texts, where, [code] * len(texts) if isinstance(code, str) else code)
    return pd.Series(texts, index=notes.index, dtype=notes.dtype)


def add_codes(texts: list[str], where: "np.ndarray | pd.Series", codes: Sequence[str]) -> None:
    """Add to some of the texts the code at the same place."""
    for at in np.flatnonzero(where).tolist():
        texts[at] = f"{texts[at]};{codes[at]}" if texts[at] else codes[at]
