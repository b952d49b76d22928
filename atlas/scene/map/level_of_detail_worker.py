"""Process that builds levels of detail, so that its memory is freed when it ends.

``python -m atlas.scene.map.level_of_detail_worker FOLDER`` reads the declaration of a layer as JSON on
standard input, stores the levels in ``FOLDER`` and writes its progress (0 to 1) to standard output, line by line.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# Readers who look at the map meanwhile go before, and so do their drawings.
_NICE = 10


def main(folder: Path) -> None:
    """Build the levels of the layer declared on standard input."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    from tqdm import tqdm  # noqa: PLC0415 - processes that build pieces import this module, and need none of these

    from atlas.catalog import Layer  # noqa: PLC0415 - as above
    from atlas.io.read import read_layer  # noqa: PLC0415 - as above
    from atlas.scene.map.level_of_detail import store_detail  # noqa: PLC0415 - as above

    layer = Layer.model_validate_json(sys.stdin.read())

    def track(pieces: list[int]) -> Iterator[int]:
        for done, piece in enumerate(tqdm(pieces, desc=layer.id, unit="piece")):
            sys.stdout.write(f"{done / len(pieces):.2f}\n")
            sys.stdout.flush()
            yield piece

    # A disk that cannot be written is the cause of a message of the server, which then builds the levels itself.
    with suppress(OSError):
        store_detail(read_layer(layer, home=folder.parent), folder, track)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
