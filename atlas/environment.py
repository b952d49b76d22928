"""Numbers that environment variables set: default, unit, least and greatest value of each ``ATLAS_*`` variable.

Folders and the store are in `atlas.folders`, the address of a server in `atlas.public_settings`.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar, Protocol, TypeVar

from atlas.errors import AtlasError
from atlas.public_settings import read_public_settings

MEGABYTE = 1_000_000
# Of the largest number that a variable may hold, and leading zeros.
_DIGITS = 20


class _Limits(Protocol):
    prefix: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


_AnyLimits = TypeVar("_AnyLimits", bound=_Limits)


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable.

    Attributes
    ----------
    name
        As the environment has it.
    default
        Value without the variable.
    unit
        What is counted.
    least, greatest
        Range of valid values, both included.
    """

    name: str
    default: int
    unit: str
    least: int
    greatest: int

    def parse(self, text: str) -> int:
        """Return the value of a text.

        Raises
        ------
        AtlasError
            It is no whole number in the range.
        """
        whole = text.isascii() and text.isdigit() and len(text) <= _DIGITS
        if not (whole and self.least <= int(text) <= self.greatest):
            raise AtlasError("cap_wrong", key=self.name, value=text, least=self.least, greatest=self.greatest)
        return int(text)


def _whole(default: int, unit: str, least: int, greatest: int) -> int:
    """Declare a whole number of a class of limits."""
    number: int = field(default=default, metadata={"unit": unit, "least": least, "greatest": greatest})
    return number


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """Limits of one import.

    Attributes
    ----------
    file_mb, unpacked_mb
        Size of the file, and of what an archive or a compressed column holds.
    ratio
        Unpacked by packed size of an archive above a megabyte: shapefiles reach some 50, bombs 1,000.
    entries
        Files in an archive.
    columns, rows, vertices
        Of the layer.
    memory_mb
        Memory of the process that reads.
    seconds
        Time that it may take.
    """

    prefix: ClassVar[str] = "ATLAS_IMPORT_"

    file_mb: int = _whole(1_000, "MB", 1, 1_000_000)
    unpacked_mb: int = _whole(2_000, "MB", 1, 1_000_000)
    ratio: int = _whole(200, "times", 1, 100_000)
    entries: int = _whole(100, "files", 1, 100_000)
    columns: int = _whole(500, "columns", 1, 100_000)
    rows: int = _whole(5_000_000, "rows", 1, 1_000_000_000)
    vertices: int = _whole(60_000_000, "vertices", 1, 10_000_000_000)
    memory_mb: int = _whole(2_200, "MB", 1, 1_000_000)
    seconds: int = _whole(600, "seconds", 1, 86_400)


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Limits of what the readers of a server upload.

    Attributes
    ----------
    mb
        Size of a file; 0 closes uploads.
    layers
        Uploaded layers of one reader at a time.
    readers
        Readers with uploaded layers at a time; 0 admits no new one.
    seconds
        Time that the import of a file may take.
    save
        1: a reader may save a layer for all readers of this server.
    memory_mb, memory_all_mb
        Memory for the rows of the uploaded layers of one reader, and of all; what was used longest ago is read again
        from its file.
    """

    prefix: ClassVar[str] = "ATLAS_UPLOAD_"

    mb: int = _whole(100, "MB", 0, 100_000)
    layers: int = _whole(10, "layers", 1, 10_000)
    readers: int = _whole(100, "readers", 0, 100_000)
    seconds: int = _whole(120, "seconds", 1, 86_400)
    save: int = _whole(0, "0 or 1", 0, 1)
    memory_mb: int = _whole(400, "MB", 1, 1_000_000)
    memory_all_mb: int = _whole(1_000, "MB", 1, 1_000_000)


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """How many costly requests a server answers at a time, and how many wait; who comes later is refused.

    Attributes
    ----------
    questions, question_queue
        Tables, charts, comparisons, networks: at a time, and waiting.
    programs, program_queue
        Requests of other programs below ``/ogc``: at a time, and waiting; half of the queue for one address.
    drawings, drawing_queue, books, book_queue, imports, import_queue
        Files, sheets, portraits, stories; series of many pages; files that are read: one process each, and waiting.
    receiving
        Files that are coming in at a time.
    address
        Of drawings, imports and files that are coming in, how many of each one address may have.
    """

    prefix: ClassVar[str] = "ATLAS_LANE_"

    questions: int = _whole(4, "requests", 1, 1_000)
    question_queue: int = _whole(200, "requests", 0, 100_000)
    programs: int = _whole(4, "requests", 1, 1_000)
    program_queue: int = _whole(100, "requests", 0, 100_000)
    drawings: int = _whole(2, "processes", 1, 1_000)
    drawing_queue: int = _whole(20, "requests", 0, 100_000)
    books: int = _whole(1, "processes", 1, 1_000)
    book_queue: int = _whole(4, "requests", 0, 100_000)
    imports: int = _whole(2, "processes", 1, 1_000)
    import_queue: int = _whole(8, "requests", 0, 100_000)
    receiving: int = _whole(32, "files", 1, 100_000)
    address: int = _whole(8, "requests", 1, 100_000)


@dataclass(frozen=True, slots=True)
class DrawLimits:
    """Limits of the processes that draw.

    Attributes
    ----------
    seconds
        Time of one drawing.
    memory_mb
        Memory of a process; what needs more is refused.
    keep_mb
        Resident memory above which a process is replaced after its drawing.
    count
        Drawings after which a process is replaced.
    idle_seconds
        Time without a drawing after which a process ends.
    ready
        Processes that are started with the server, have read what a drawing needs, and stay: a first drawing does not
        wait for them.
    """

    prefix: ClassVar[str] = "ATLAS_DRAW_"

    seconds: int = _whole(300, "seconds", 1, 86_400)
    memory_mb: int = _whole(3_000, "MB", 300, 1_000_000)
    keep_mb: int = _whole(800, "MB", 1, 1_000_000)
    count: int = _whole(100, "drawings", 1, 1_000_000)
    idle_seconds: int = _whole(300, "seconds", 1, 86_400)
    ready: int = _whole(1, "processes", 0, 100)


@dataclass(frozen=True, slots=True)
class ReceiveLimits:
    """How slowly a request may come in.

    Attributes
    ----------
    seconds
        Time for the headers of a request, and for a body beside what its size takes.
    rate
        Least rate of a body.
    """

    prefix: ClassVar[str] = "ATLAS_RECEIVE_"

    seconds: int = _whole(15, "seconds", 1, 3_600)
    rate: int = _whole(4, "kB a second", 1, 1_000_000)


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """Limits of short links and of the pictures of links.

    Attributes
    ----------
    short
        Short links that are kept; 0 makes none. None of them ever goes.
    letters
        Length of a link that gets a short one.
    hour
        New short links that one address may make in an hour.
    pictures_mb
        Disk for the pictures of links; the oldest are drawn again.
    """

    prefix: ClassVar[str] = "ATLAS_LINK_"

    short: int = _whole(100_000, "links", 0, 100_000_000)
    letters: int = _whole(6_000, "letters", 1, 60_000)
    hour: int = _whole(60, "links", 1, 1_000_000)
    pictures_mb: int = _whole(200, "MB", 1, 1_000_000)


@dataclass(frozen=True, slots=True)
class LogSettings:
    """How much the server writes to standard error.

    Attributes
    ----------
    verbose
        1: all of the log, with tracebacks; 0: one line a problem.
    """

    prefix: ClassVar[str] = "ATLAS_"

    verbose: int = _whole(0, "0 or 1", 0, 1)


KINDS: tuple[type[_Limits], ...] = (
    ImportLimits,
    UploadLimits,
    LaneLimits,
    DrawLimits,
    ReceiveLimits,
    LinkLimits,
    LogSettings,
)


def variables(kind: type[_Limits]) -> Iterator[Variable]:
    """Return the environment variables of a class of limits, in the order of its fields."""
    defaults = kind()
    for own in fields(kind):
        yield Variable(f"{kind.prefix}{own.name.upper()}", getattr(defaults, own.name), **own.metadata)


def read_limits(kind: type[_AnyLimits], environment: Mapping[str, str] = os.environ) -> _AnyLimits:
    """Return limits as the environment sets them; a variable that is empty counts as not set.

    Raises
    ------
    AtlasError
        A variable holds no whole number, or one out of its range.
    """
    values = {}
    for own, variable in zip(fields(kind), variables(kind), strict=True):
        if text := environment.get(variable.name):
            values[own.name] = variable.parse(text)
    return kind(**values)


def check_environment(environment: Mapping[str, str] = os.environ) -> None:
    """Reject an environment with an invalid value, before a server starts.

    Raises
    ------
    AtlasError
        As `read_limits` and `read_public_settings`.
    """
    read_public_settings(environment)
    for kind in KINDS:
        read_limits(kind, environment)
