"""Confinement of the process that reads a file of unknown origin: no socket, no program, no file but its own.

A file can ask its reader for more than its rows: a reference system at an address, a grid of the disk, a linked part.
Three floors refuse it, each whatever the one above has missed: an audit hook for Python, a seccomp filter for the
system calls of every library (Linux on x86-64 and ARM), Landlock for files (Linux 5.13 and later).
"""

import ctypes
import mimetypes
import os
import platform
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

# System calls that reach outside: sockets, programs, other processes, and io_uring, which can do either unfiltered.
_DENIED_CALLS = {
    "x86_64": (41, 42, 43, 44, 49, 50, 53, 59, 101, 288, 310, 311, 322, 425),
    "aarch64": (117, 198, 199, 200, 201, 202, 203, 206, 221, 242, 270, 271, 281, 425),
}
_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Numbers from here on are those of a second interface (x32), with sockets of its own.
_SECOND_INTERFACE = 0x40000000
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_SECCOMP_FILTER, _EACCES = 2, 13
# BPF: load a word, jump if equal, jump if greater or equal, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | _EACCES

_CREATE_RULESET, _ADD_RULE, _RESTRICT = 444, 445, 446
_READ_FILE, _READ_FOLDER = 4, 8
# What the libraries of Python, GDAL and PROJ look up beside their own files.
_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/self",
    "/sys/devices/system",
    "/sys/fs/cgroup",
    "/dev/null",
    "/dev/urandom",
    *mimetypes.knownfiles,
)
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ftplib.", "urllib.")


def confine(folder: Path) -> list[str]:
    """Confine this process, for ever, to reading its own libraries and to one folder.

    Parameters
    ----------
    folder
        The folder that may be read and written.

    Returns
    -------
    list of str
        The floors that hold here: ``audit``, and ``seccomp`` and ``landlock`` where the kernel has them.

    Notes
    -----
    Linux: prctl(2), seccomp(2), landlock(7).
    """
    readable = [*_SYSTEM, sys.prefix, sys.base_prefix, *(place for place in sys.path if place)]
    places = sorted({os.path.realpath(place) for place in readable if Path(place).exists()})
    own = os.path.realpath(folder)
    floors = ["audit"]
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        floors += ["landlock"] if _restrict_files(libc, places, own) else []
        floors += ["seccomp"] if _filter_calls(libc) else []
    _refuse_events([*places, own], own)
    return floors


def _refuse_events(readable: Sequence[str], writable: str) -> None:
    """Refuse sockets, programs and foreign files in Python's own calls."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str | bytes):
                wanted = os.path.realpath(os.fsdecode(path))
                writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
                if not any(_lies_in(wanted, place) for place in ([writable] if writes else readable)):
                    raise PermissionError(_EACCES, "the import may open its own files alone", wanted)
        elif event.startswith(_REFUSED_EVENTS):
            raise PermissionError(_EACCES, "the import may reach nothing outside", event)

    sys.addaudithook(hook)


def _lies_in(path: str, place: str) -> bool:
    return path == place or path.startswith(place.rstrip("/") + "/")


def _filter_calls(libc: ctypes.CDLL) -> bool:
    """Let the kernel refuse the system calls that reach outside; return whether it does."""
    machine = platform.machine()
    calls = _DENIED_CALLS.get(machine)
    if calls is None:
        return False
    refuse_at = len(calls) + 5
    program = [(_LOAD, 0, 0, 4), (_EQUAL, 0, refuse_at - 2, _AUDIT_ARCHITECTURE[machine]), (_LOAD, 0, 0, 0)]
    program.append((_AT_LEAST, refuse_at - 4, 0, _SECOND_INTERFACE))
    program += [(_EQUAL, refuse_at - 5 - at, 0, call) for at, call in enumerate(calls)]
    program += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = b"".join(struct.pack("HBBI", *step) for step in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HP", len(program), ctypes.addressof(buffer))
    return libc.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, ctypes.create_string_buffer(head, len(head)), 0, 0) == 0


def _restrict_files(libc: ctypes.CDLL, readable: Sequence[str], writable: str) -> bool:
    """Let the kernel refuse every file but those below some folders; return whether it does."""
    version = libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    # Rights on files that this version of Landlock knows: 13, then moving, cutting and controlling devices.
    rights = (1 << (13 + (version >= 2) + (version >= 3) + (version >= 5))) - 1  # noqa: PLR2004
    # From version 4 also TCP, from 6 abstract sockets and signals to others.
    attributes = struct.pack("QQQ", rights, 3 if version >= 4 else 0, 3 if version >= 6 else 0)  # noqa: PLR2004
    size = 24 if version >= 6 else 16 if version >= 4 else 8  # noqa: PLR2004
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.create_string_buffer(attributes, 24), size, 0)
    if ruleset < 0:
        return False
    try:
        for place in readable:
            folder = Path(place).is_dir()
            _allow(libc, ruleset, place, _READ_FILE | _READ_FOLDER if folder else _READ_FILE)
        _allow(libc, ruleset, writable, rights)
        return libc.syscall(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, place: str, rights: int) -> None:
    handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, handle)
        libc.syscall(_ADD_RULE, ruleset, 1, ctypes.create_string_buffer(rule, len(rule)), 0)
    finally:
        os.close(handle)
