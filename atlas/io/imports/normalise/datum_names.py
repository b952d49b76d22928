"""Datums under the names that other programs give them: PROJ knows the way to WGS 84 from its own names only."""

import math
import re
import unicodedata
from typing import Any

import pyproj
from pyproj.exceptions import CRSError

# Words of a name, as `_key` writes them, and the geographic system of EPSG that has the datum.
_DATUMS = {
    **dict.fromkeys(("ntf", "nouvelletriangulationfrancaise", "ntfparis", "ntffrance", "ntfparismeridian"), 4275),
    **dict.fromkeys(("nouvelletriangulationfrancaiseparis",), 4275),
    **dict.fromkeys(("ed50", "europeandatum1950", "european1950", "europeandatum50"), 4230),
    **dict.fromkeys(("belgiumhayford", "belge1972", "belge72", "bd72", "belgium1972", "rnb72"), 4313),
    **dict.fromkeys(("reseaunationalbelge1972", "belgiandatum1972", "belgiumdatum72"), 4313),
    **dict.fromkeys(("dhdn", "potsdam", "deutscheshauptdreiecksnetz", "potsdamrauenberg"), 4314),
    **dict.fromkeys(("amersfoort", "netherlands", "rdnew", "netherlandsbessel"), 4289),
    **dict.fromkeys(("osgb36", "osgb1936", "ordnancesurveygreatbritain1936"), 4277),
    **dict.fromkeys(("rgf93", "reseaugeodesiquefrancais1993", "rgf1993"), 4171),
    **dict.fromkeys(("etrs89", "etrs1989", "europeanterrestrialreferencesystem1989", "euref89"), 4258),
    **dict.fromkeys(("sjtsk", "jtsk", "jednotnesitetrigonometrickekatastralni"), 4156),
    **dict.fromkeys(("datum73", "portugal73", "portuguesedatum1973"), 4274),
    **dict.fromkeys(("pulkovo1942", "pulkovo42", "s42", "s4283"), 4178),
    **dict.fromkeys(("luxembourg1930", "luref", "luxembourg", "luxembourgdatum1930"), 4181),
    **dict.fromkeys(("sad69", "southamericandatum1969", "southamerican1969"), 4618),
    **dict.fromkeys(("ch1903", "bern1903", "newswitzerland"), 4149),
}
# Paris, degrees east of Greenwich: the datum of NTF has one system for each meridian.
_PARIS, _NEAR, _NTF, _NTF_PARIS = 2.33722917, 1e-4, 4275, 4807


def name_datum(crs: pyproj.CRS) -> pyproj.CRS:
    """Return a reference system whose datum has EPSG's name, where another name of it is known; else the same."""
    if crs.is_bound or crs.geodetic_crs is None or crs.geodetic_crs.to_authority(min_confidence=70):
        return crs
    code = _DATUMS.get(_key(getattr(crs.geodetic_crs.datum, "name", "") or ""))
    if code is None:
        return crs
    meridian = crs.prime_meridian
    if code == _NTF and meridian is not None and abs(_degrees(meridian) - _PARIS) < _NEAR:
        code = _NTF_PARIS
    plain: dict[str, Any] = crs.to_json_dict()
    geographic = plain.get("base_crs", plain)
    geographic.pop("datum_ensemble", None)
    geographic["datum"] = pyproj.CRS(code).to_json_dict()["datum"]
    try:
        return pyproj.CRS.from_json_dict(plain)
    except CRSError:
        return crs


def _degrees(meridian: Any) -> float:
    return math.degrees(meridian.longitude * meridian.unit_conversion_factor)


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain.removeprefix("d_"))
