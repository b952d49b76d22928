"""What is worked out of a large frame is kept as long as the frame lives: the same question is not answered twice.

Frames are shared and never changed, so that a frame and a question have one answer. Small frames are not worth it.
"""

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    import pandas as pd
    from pandas.api.extensions import ExtensionArray

    Rows: TypeAlias = pd.DataFrame | pd.Series[Any] | ExtensionArray

Answer = TypeVar("Answer")

# Below, asking again costs less than remembering.
LEAST_ROWS = 2_000
# Of one frame; a mask of a million rows takes a megabyte.
_MOST = 64

_remembered: dict[int, tuple["weakref.ref[Any]", OrderedDict[Hashable, Any]]] = {}
_lock = RLock()


def remember(rows: "Rows", key: Hashable, make: Callable[[], Answer]) -> Answer:
    """Give what `make` makes of `rows`, made once for each key while `rows` is there.

    Parameters
    ----------
    rows
        A frame, a series or the array of a column that nobody changes.
    key
        What is asked.
    make
        Answers; whoever takes the answer never changes it.
    """
    if len(rows) < LEAST_ROWS:
        return make()
    with _lock:
        answers = _answers(rows)
        if key in answers:
            answers.move_to_end(key)
            return answers[key]
    made = make()
    with _lock:
        answers[key] = made
        if len(answers) > _MOST:
            answers.popitem(last=False)
    return made


def _answers(rows: "Rows") -> OrderedDict[Hashable, Any]:
    """Give what is known of these very rows; an address that another frame has taken over starts anew."""
    place = id(rows)
    known = _remembered.get(place)
    if known is None or known[0]() is not rows:
        known = (weakref.ref(rows, lambda gone: _forget(place, gone)), OrderedDict())
        _remembered[place] = known
    return known[1]


def _forget(place: int, gone: "weakref.ref[Any]") -> None:
    with _lock:
        if place in _remembered and _remembered[place][0] is gone:
            del _remembered[place]
