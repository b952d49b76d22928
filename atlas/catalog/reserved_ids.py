"""Ids that nothing may have: files of the atlas, properties that every object of a script has, devices of Windows."""

# What JavaScript objects own without anybody's doing; the others of them are no ids.
_SCRIPTS = ("constructor", "prototype")
# Files of these names cannot be written on Windows, whatever their ending.
_DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
RESERVED = frozenset({*_SCRIPTS, *_DEVICES})
# ``theme.toml`` and ``basemaps.toml`` lie beside the declarations of layers.
RESERVED_FOR_LAYERS = RESERVED | {"theme", "basemaps"}
