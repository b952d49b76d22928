"""Which function makes the rows of which layer."""

from types import MappingProxyType
from typing import TYPE_CHECKING

from atlas.prepare import ecology

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.prepare.compile import Recipe

RECIPES: "Mapping[str, Recipe]" = MappingProxyType(
    {
        "neonatural_spaces": ecology.neonatural_spaces,
    }
)
