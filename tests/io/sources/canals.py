"""Waterways as the service sends them, and the reader's files that become of them."""

from tests.io.sources.service_shapes import line

CANALS = [
    line("Canal d'Aire", 2.6, code="1"),
    line("Canal de Lens", 2.85, code="2"),
    line("La Souchez", 2.83, code="3"),
    line(None, 2.9, code="4"),
    line("Canal abandonné", 2.95, code="5", state="Détruit"),
]


def own_files(tmp_path):
    return {path: path.read_bytes() for path in (tmp_path / "own").rglob("*") if path.is_file()}
