"""An import as a program of its own, to be ended by the tests, and the place of its rows."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import shapely

ROOT = Path(__file__).parents[4]
PLACE = shapely.Point(2.83, 50.43)


def start(*arguments, **environment):
    command = [sys.executable, "-m", "atlas", *map(str, arguments)]
    pipe = subprocess.PIPE
    # Where the tests themselves are run in the background, an interrupt is ignored, and by what they start as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, env=os.environ | environment)
