"""Process that builds levels of detail, so that its memory is freed when it ends.

``python -m atlas.scene.map.level_of_detail_worker FOLDER`` reads the declaration of a layer as JSON on
standard input, stores the levels in ``FOLDER`` and writes its progress (0 to 1) to standard output, line by line.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from atlas.catalog import Layer
from atlas.io.read import read_layer
from atlas.scene.map.level_of_detail import build_detail


def main(folder: Path) -> None:
    """Build the levels of the layer declared on standard input."""
    layer = Layer.model_validate_json(sys.stdin.read())

    def track(steps: list[int]) -> Iterator[int]:
        # The finest level takes about as long as all the others together.
        for done, step in enumerate(tqdm(steps, desc=layer.id, unit="level")):
            sys.stdout.write(f"{1 - 0.5 ** (done + 1) * 0.9:.2f}\n")
            sys.stdout.flush()
            yield step

    build_detail(read_layer(layer), folder, track)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
