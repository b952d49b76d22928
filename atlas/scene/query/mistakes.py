"""How many mistakes of a link are explained: each explanation compares what was written with all that is known."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from atlas.errors import AtlasError, ViewError

Part = TypeVar("Part")

# A link that is mended by hand has a few.
MOST_MISTAKES = 20


def keep_valid(
    parts: Iterable[Part], check: Callable[[Part], object], problems: "list[Any]", *, key: str
) -> tuple[Part, ...]:
    """Return the parts that pass a check.

    Parameters
    ----------
    parts
        Of a link, of one kind.
    check
        Raises an AtlasError for a part that cannot be used.
    problems
        Takes that error. After `MOST_MISTAKES` of the link itself (a layer that cannot be read is none), the parts that
        were not looked at yet are left out with one error.
    key
        Of the parts, in that error.
    """
    kept: list[Part] = []
    given = list(parts)
    mistakes = sum(isinstance(problem, ViewError) for problem in problems)
    for place, part in enumerate(given):
        if mistakes >= MOST_MISTAKES:
            problems.append(ViewError("mistakes_many", key=key, count=len(given) - place, most=MOST_MISTAKES))
            break
        try:
            check(part)
            kept.append(part)
        except AtlasError as problem:
            problems.append(problem)
            mistakes += isinstance(problem, ViewError)
    return tuple(kept)
