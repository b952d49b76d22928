"""Numbers that stand for "no value" in files of surveys and surfaces: made blank, and said."""

import pyarrow as pa
import pyarrow.compute as pc

from atlas.io.imports.source_file import SourceFile

# The ends of single and of double precision, as ESRI and GDAL write them, and the fill value of netCDF: no measurement.
_FLOATS = (3.4028234663852886e38, 1.7976931348623157e308, 9.969209968386869e36)
# Programs write them with few digits.
_ALIKE = 1e-3
_INTEGERS = (-(2**31), -(2**63))
# Whole numbers that stand for no value where no other number of the column is below zero.
_NEGATIVES = (-9999, -99999, -999999, -9999999, -32768, *_INTEGERS)


def blank_nodata(source: SourceFile, column: str, cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return numbers in which the known values for "no value" are null; a note says which and how many.

    Parameters
    ----------
    source
        The file, for the note.
    column
        Name of the column in the file.
    cells
        Integers or floats.
    """
    for value, mask in _masks(cells):
        count = pc.sum(mask).as_py() or 0
        if count:
            cells = pc.if_else(pc.fill_null(mask, fill_value=False), pa.scalar(None, cells.type), cells)
            source.findings.note("nodata", column=column, value=f"{value:.8g}", n=count)
    return cells


def _masks(cells: pa.ChunkedArray) -> list[tuple[float, pa.ChunkedArray]]:
    found: list[tuple[float, pa.ChunkedArray]] = []
    if pa.types.is_floating(cells.type):
        for size in _FLOATS:
            for value in (size, -size):
                low, high = sorted((value * (1 - _ALIKE), _beyond(value)))
                found.append((value, pc.and_(pc.greater_equal(cells, low), pc.less_equal(cells, high))))
    marks = [pa.scalar(float(value) if pa.types.is_floating(cells.type) else value, cells.type) for value in _NEGATIVES]
    marked = pc.is_in(cells, value_set=pa.array([mark.as_py() for mark in marks], cells.type))
    others = cells.filter(pc.invert(pc.or_(marked, pc.is_null(cells))))
    if len(others) and pc.min(others).as_py() >= 0:
        found += [(value, pc.equal(cells, mark)) for value, mark in zip(_NEGATIVES, marks, strict=True)]
    return found


def _beyond(value: float) -> float:
    """Return a number a little farther from zero; the greatest float where there is none."""
    return max(min(value * (1 + _ALIKE), _FLOATS[1]), -_FLOATS[1])
