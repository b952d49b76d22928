"""Hostile and broken files: name → function that writes the file into a folder and returns its path and options.

None of them may be imported, or only with its errors repaired or reported; `REFUSED` names those that must be.
"""

from tests.fuzz.hostile import archives, damaged, disguised, harmless, no_file, xml
from tests.fuzz.hostile.makers import MENDED, REFUSED, SECRET

__all__ = ["MENDED", "REFUSED", "SECRET", "archives", "damaged", "disguised", "harmless", "no_file", "xml"]
