"""The atlas as a library: what ``import atlas`` offers to notebooks and to other programs."""
