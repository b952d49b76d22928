"""Read TOML that anybody may have written: what is nested without end is refused, not followed."""

import tomllib
from typing import Any

# A declaration is nested five levels deep.
_DEEPEST = 32


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises
    ------
    tomllib.TOMLDecodeError
        The text is no TOML, or is nested too deeply.
    """
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise _too_deep() from None
    level: list[Any] = [tables]
    for _ in range(_DEEPEST):
        level = [value for container in level for value in _values(container)]
    if level:
        raise _too_deep()
    return tables


def _values(container: dict[str, Any] | list[Any]) -> list[Any]:
    """Return the tables and arrays within one."""
    values = container.values() if isinstance(container, dict) else container
    return [value for value in values if isinstance(value, dict | list)]


def _too_deep() -> tomllib.TOMLDecodeError:
    return tomllib.TOMLDecodeError(f"nested more than {_DEEPEST} levels deep")
