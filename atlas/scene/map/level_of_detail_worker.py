"""The process that builds levels of detail: the memory that it takes is given back when it is done.

``python -m atlas.scene.map.level_of_detail_worker FOLDER`` reads the declaration of a layer as JSON on
standard input, keeps the levels in ``FOLDER`` and says on standard output, line by line, how much is done (0 to 1).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from atlas.catalog import Layer
from atlas.io.read import read_layer
from atlas.scene.map.level_of_detail import build_detail


def main(folder: Path) -> None:
    """Build the levels of the layer that standard input declares."""
    layer = Layer.model_validate_json(sys.stdin.read())

    def track(steps: list[int]) -> Iterator[int]:
        # The finest level takes about as long as all that follow.
        for done, step in enumerate(tqdm(steps, desc=layer.id, unit="level")):
            sys.stdout.write(f"{1 - 0.5 ** (done + 1) * 0.9:.2f}\n")
            sys.stdout.flush()
            yield step

    build_detail(read_layer(layer), folder, track)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
