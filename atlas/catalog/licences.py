"""The licences that a layer may be under."""

from collections.abc import Iterable
from typing import Literal, get_args

# SPDX identifiers where one exists; LicenseRef-* are explained in layers/README.md. The shipped layers are under those
# of the first half (a test holds that); a reader's own may be under any of them.
Licence = Literal[
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "LicenseRef-ANM-facts",
    "LicenseRef-GISCO-NC",
    "LicenseRef-UNESCO-facts",
    "LicenseRef-facts",
    "LicenseRef-public-domain",
    "ODbL-1.0",
    "etalab-2.0",
    "CC-BY-2.0",
    "CC-BY-3.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-SA-3.0",
    "DL-DE-BY-2.0",
    "DL-DE-ZERO-2.0",
    "LicenseRef-private",
    "ODC-By-1.0",
    "OGL-UK-3.0",
    "PDDL-1.0",
]
LICENCES: tuple[Licence, ...] = get_args(Licence)

# A layer imported without a licence: visible to its owner, not to be passed on.
PRIVATE: Licence = "LicenseRef-private"

# What is made of rows under the ODbL must be under it as a whole: it mixes with those that ask for no other licence.
_OPEN_DATABASE = "ODbL-1.0"
_PERMISSIVE = frozenset(
    {
        "CC-BY-2.0",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC0-1.0",
        "DL-DE-BY-2.0",
        "DL-DE-ZERO-2.0",
        "LicenseRef-UNESCO-facts",
        "LicenseRef-facts",
        "LicenseRef-public-domain",
        "ODC-By-1.0",
        "OGL-UK-3.0",
        "PDDL-1.0",
        "etalab-2.0",
    }
)


def can_mix(licences: Iterable[str]) -> bool:
    """Return whether rows under these licences may be passed on in one table."""
    found = set(licences)
    return _OPEN_DATABASE not in found or found - {_OPEN_DATABASE} <= _PERMISSIVE
