"""Similarity of territories: a likeness over typed attributes, the sum of one term per attribute."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["set", "choice", "number"]
Value = frozenset[str] | str | int | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute that territories are compared by.

    Attributes
    ----------
    id
        Its name.
    kind
        ``set``: Jaccard index of two sets; ``choice``: 1 if equal, else 0; ``number``: 1 less the difference divided
        by the range over all territories.
    """

    id: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Reason:
    """The part of an attribute in the likeness of two territories.

    Attributes
    ----------
    attribute
        Its id.
    own, other
        Values of the two territories.
    likeness
        0 (nothing in common) to 1 (equal).
    share
        Its part of the likeness: the shares of all reasons add up to the likeness exactly.
    """

    attribute: str
    own: Value
    other: Value
    likeness: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Similarity:
    """The likeness of a territory to a given one, and its reasons.

    Attributes
    ----------
    territory
        Its id.
    likeness
        0 to 1 (equal in every attribute known of both).
    reasons
        One reason for each attribute known of both, the largest share first.
    unknown
        Attributes that one of the two lacks: they do not count, and their number changes no order.
    """

    territory: str
    likeness: Fraction
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


def rank_by_similarity(
    territory: str, attributes: tuple[Attribute, ...], values: Mapping[str, Mapping[str, Value]], *, least: int = 2
) -> list[Similarity]:
    r"""Return the other territories, the most similar first.

    Parameters
    ----------
    territory
        Id of the territory that the others are compared with.
    attributes
        Attributes that count, with equal weights.
    values
        Territory → attribute → value; None where it is not known.
    least
        Minimal number of attributes known of both.

    Returns
    -------
    list of Similarity
        Without the territories that have fewer known attributes.

    Notes
    -----
    .. math:: s_{ij} = \sum_k \frac{\delta_{ijk} \, s_{ijk}}{\sum_l \delta_{ijl}}

    with :math:`\delta = 1` where attribute :math:`k` is known of both. Fractions are exact: the shares add up to the
    likeness to the last digit.

    References
    ----------
    Gower 1971, A general coefficient of similarity and some of its properties, doi:10.2307/2528823.
    """
    spans = {attribute.id: _span(attribute, values) for attribute in attributes if attribute.kind == "number"}
    found = []
    for other in values:
        if other == territory:
            continue
        known = [
            attribute
            for attribute in attributes
            if None not in {values[territory][attribute.id], values[other][attribute.id]}
        ]
        if len(known) < least:
            continue
        reasons = tuple(
            _reason(attribute, values[territory][attribute.id], values[other][attribute.id], spans, len(known))
            for attribute in known
        )
        unknown = tuple(attribute.id for attribute in attributes if attribute not in known)
        likeness = sum((reason.share for reason in reasons), Fraction(0))
        ordered = tuple(sorted(reasons, key=lambda reason: (-reason.share, reason.attribute)))
        found.append(Similarity(other, likeness, ordered, unknown))
    return sorted(found, key=lambda similarity: (-similarity.likeness, similarity.territory))


def likeness_without(similarity: Similarity, attribute: str) -> Fraction | None:
    """Return the likeness without one attribute; None when no other attribute is known."""
    rest = [reason.likeness for reason in similarity.reasons if reason.attribute != attribute]
    return sum(rest, Fraction(0)) / len(rest) if rest else None


def _reason(attribute: Attribute, own: Value, other: Value, spans: Mapping[str, int], count: int) -> Reason:
    if isinstance(own, frozenset) and isinstance(other, frozenset):
        union = own | other
        likeness = Fraction(len(own & other), len(union)) if union else Fraction(1)
    elif isinstance(own, int) and isinstance(other, int):
        span = spans[attribute.id]
        likeness = 1 - Fraction(abs(own - other), span) if span else Fraction(1)
    else:
        likeness = Fraction(int(own == other))
    return Reason(attribute.id, own, other, likeness, likeness / count)


def _span(attribute: Attribute, values: Mapping[str, Mapping[str, Value]]) -> int:
    numbers = [number for row in values.values() if isinstance(number := row[attribute.id], int)]
    return max(numbers) - min(numbers) if numbers else 0
