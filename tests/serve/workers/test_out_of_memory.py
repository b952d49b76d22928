"""A process without memory ends with a line in the log: its supervisor starts another."""

import subprocess
import sys

import pytest

from atlas.serve.workers.messages import OUT_OF_MEMORY

LOG = """
import logging

logging.getLogger("atlas").addHandler(logging.StreamHandler())
"""
START = f"""{LOG}
import asyncio, threading
from atlas.serve.workers.out_of_memory import ended_out_of_memory

def fail():
    raise ValueError("no memory") from MemoryError("1 GB")

async def main():
    with ended_out_of_memory():
        {{do}}
        await asyncio.sleep(600)

asyncio.run(main())
"""
REQUEST = f"""{LOG}
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from atlas.serve.app import MIDDLEWARE

def hungry(_):
    raise MemoryError

TestClient(Starlette(routes=[Route("/", hungry)], middleware=MIDDLEWARE)).get("/")
"""


@pytest.mark.parametrize(
    "program",
    [
        REQUEST,
        START.format(do="asyncio.get_running_loop().call_soon(fail)"),
        START.format(do="threading.Thread(target=fail).start()"),
    ],
    ids=["request", "event loop", "thread"],
)
def test_a_process_that_is_out_of_memory_ends(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == OUT_OF_MEMORY, done.stderr
    assert "out of memory: this process ends" in done.stderr


def test_another_mistake_ends_nothing():
    program = START.format(do='asyncio.get_running_loop().call_soon(int, "x")').replace("sleep(600)", "sleep(0.1)")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "ValueError" in done.stderr
