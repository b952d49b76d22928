"""A condition on one column of a layer: checked against its declaration, written in permalinks, read by stores."""

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from atlas.errors import ViewError, choices, nearest

if TYPE_CHECKING:
    from atlas.catalog.layer import Layer

Operator = Literal["in", "gte", "lte", "missing"]
# How a feature lies in an area: it meets it, lies within it, has its centre in it, or at least a share of it, from
# 0 to 1: of its area, of the length of a line.
AreaRule = Literal["meets", "within", "centre"] | float
AREA_RULES: tuple[AreaRule, ...] = ("meets", "within", "centre")
# Of a share. Outlines of several producers run a few centimetres apart: of the 33 communes of an inter-municipal
# body, eight reach out of it by less than a hundred thousandth of their area, and lie within it all the same.
SHARE_DECIMALS = 4
NUMERIC = frozenset({"integer", "number", "year"})
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_LONGEST = 40
BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on one column of a layer.

    Attributes
    ----------
    layer, field
        Id of the layer, and of one of its fields. To a store, ``geometry`` is a field too.
    operator
        ``in``: one of `values`; ``gte``, ``lte``: the number `bound` and beyond; ``missing``: no value.
    values
        Codes or texts of ``in``, sorted, without repetition.
    bound
        Number of ``gte`` and ``lte``.

    Examples
    --------
    >>> import atlas
    >>> atlas.View(filters=atlas.Filter("slag_heaps", "area_ha", "gte", bound=10)).to_link()
    '?slag_heaps.area_ha__gte=10'
    """

    layer: str
    field: str
    operator: Operator
    values: tuple[str, ...] = ()
    bound: float | None = None

    def __post_init__(self) -> None:
        """Sort the values and compose accents (NFC), so that equal conditions are equal filters."""
        composed = {unicodedata.normalize("NFC", value) for value in self.values}
        object.__setattr__(self, "values", tuple(sorted(composed)))

    @property
    def key(self) -> str:
        """Return the key of the filter in a permalink."""
        suffix = "" if self.operator == "in" else f"__{self.operator}"
        return f"{self.layer}.{self.field}{suffix}"


def check_filter(condition: Filter, layer: "Layer") -> None:
    """Check a filter against the declaration of its layer.

    Raises
    ------
    ViewError
        The field does not exist, the operator does not go with its type, a value is none of its codes.
    """
    field = layer.fields.get(condition.field)
    if field is None:
        near = nearest(condition.field, layer.fields)
        raise ViewError("field_unknown", key=condition.key, layer=layer.id, value=condition.field, nearest=near)
    if condition.operator in {"gte", "lte"} and field.type not in NUMERIC:
        raise ViewError("operator_wrong", key=condition.key, operator=condition.operator, type=field.type)
    if condition.operator == "in":
        valid = list(field.codes) or (list(BOOLEANS) if field.type == "boolean" else None)
        for value in condition.values:
            if valid is not None and value not in valid:
                raise ViewError("value_unknown", key=condition.key, value=value, valid=choices(value, valid))
            if field.type in NUMERIC and not _is_number(value):
                raise ViewError("number_wrong", key=condition.key, value=value)


def _is_number(text: str) -> bool:
    # `float` alone would also read 1_0, full-width digits and nan.
    return len(text) <= _LONGEST and _NUMBER.fullmatch(text) is not None and math.isfinite(float(text))
