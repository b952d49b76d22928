"""Similarity of territories: a distance over typed attributes, the sum of one term per attribute."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["set", "choice", "number"]
Value = frozenset[str] | str | int | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that territories are compared by.

    Attributes
    ----------
    id
        Its name.
    kind
        ``set``: the share of what they have that they do not share; ``choice``: the same or not; ``number``: the
        difference over the range of all territories.
    """

    id: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Reason:
    """What one attribute adds to the distance of two territories.

    Attributes
    ----------
    attribute
        Its id.
    one, other
        The values of the two.
    difference
        0 (alike) to 1.
    share
        What of the distance it makes: the shares of all reasons add up to the distance, exactly.
    """

    attribute: str
    one: Value
    other: Value
    difference: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far a territory is from the one asked about, and why.

    Attributes
    ----------
    territory
        Its id.
    distance
        0 (alike in all that is known of both) to 1.
    reasons
        One for each attribute known of both, the largest share first.
    unknown
        Attributes that are not known of one of the two: they count neither way.
    """

    territory: str
    distance: Fraction
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


def likenesses(
    asked: str, attributes: tuple[Attribute, ...], values: Mapping[str, Mapping[str, Value]], *, least: int = 2
) -> list[Likeness]:
    r"""Return all other territories, the most alike first.

    Parameters
    ----------
    asked
        The territory to find twins of.
    attributes
        What counts, each as much as any other.
    values
        Territory → attribute → value; None where it is not known.
    least
        How many attributes must be known of both.

    Returns
    -------
    list of Likeness
        Those with fewer known attributes are left out: nothing can be said of them.

    Notes
    -----
    .. math:: d_{ij} = \sum_k \frac{\delta_{ijk} \, d_{ijk}}{\sum_l \delta_{ijl}}

    with :math:`\delta = 1` where attribute :math:`k` is known of both. Fractions are exact: the shares add up to the
    distance to the last digit.

    References
    ----------
    Gower 1971, A general coefficient of similarity and some of its properties, doi:10.2307/2528823.
    """
    spans = {one.id: _span(one, values) for one in attributes if one.kind == "number"}
    found = []
    for other in values:
        if other == asked:
            continue
        known = [one for one in attributes if None not in {values[asked][one.id], values[other][one.id]}]
        if len(known) < least:
            continue
        reasons = tuple(_reason(one, values[asked][one.id], values[other][one.id], spans, len(known)) for one in known)
        unknown = tuple(one.id for one in attributes if one not in known)
        distance = sum((reason.share for reason in reasons), Fraction(0))
        ordered = tuple(sorted(reasons, key=lambda reason: (-reason.share, reason.attribute)))
        found.append(Likeness(other, distance, ordered, unknown))
    return sorted(found, key=lambda likeness: (likeness.distance, likeness.territory))


def without(likeness: Likeness, attribute: str) -> Fraction | None:
    """Return the distance as it would be without one attribute; None when nothing else is known."""
    rest = [reason.difference for reason in likeness.reasons if reason.attribute != attribute]
    return sum(rest, Fraction(0)) / len(rest) if rest else None


def _reason(attribute: Attribute, one: Value, other: Value, spans: Mapping[str, int], count: int) -> Reason:
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        together = one | other
        difference = Fraction(len(together) - len(one & other), len(together)) if together else Fraction(0)
    elif isinstance(one, int) and isinstance(other, int):
        span = spans[attribute.id]
        difference = Fraction(abs(one - other), span) if span else Fraction(0)
    else:
        difference = Fraction(int(one != other))
    return Reason(attribute.id, one, other, difference, difference / count)


def _span(attribute: Attribute, values: Mapping[str, Mapping[str, Value]]) -> int:
    numbers = [number for of in values.values() if isinstance(number := of[attribute.id], int)]
    return max(numbers) - min(numbers) if numbers else 0
