"""Read the raw source extracts that layers are compiled from; each extract used is hashed and declared."""

import hashlib
import warnings
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from atlas.errors import LayerDataError


class Raw:
    """A folder of source extracts, and the hashes of those that were read.

    Parameters
    ----------
    root
        The folder given to ``prepare --raw``.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.sha256: dict[str, str] = {}

    def geometries(self, name: str) -> gpd.GeoDataFrame:
        """Read a GeoJSON extract, EPSG:4326, all attributes as they are."""
        path = self._open(name)
        with warnings.catch_warnings():
            # GDAL numbers the features of a file whose "id" repeats anew; nothing here reads those numbers.
            warnings.filterwarnings("ignore", message="Several features with id")
            # The prefix keeps GDAL from taking the content for another format that would open other files.
            return pyogrio.read_dataframe(f"GeoJSON:{path}").set_crs("EPSG:4326")

    def table(self, name: str) -> pd.DataFrame:
        """Read a CSV extract: every cell a string, None where blank."""
        frame = pd.read_csv(self._open(name), dtype="str", keep_default_na=False, encoding="utf-8-sig")
        return frame.where(frame != "", None)

    def _open(self, name: str) -> Path:
        path = self._root / name
        if not path.is_file():
            raise LayerDataError("extract_missing", path=name)
        self.sha256[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return path
