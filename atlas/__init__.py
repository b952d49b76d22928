"""A geospatial atlas of post-mining territories."""

from pathlib import Path

# The layers that come with the atlas lie beside its package.
LAYERS = Path(__file__).resolve().parents[1] / "layers"
