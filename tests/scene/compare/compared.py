"""Bodies and an outline that the tests compare."""

LENS, HENIN, ARRAS = "246200364", "246200299", "200033579"
DRAWN = "circle:50.43,2.83,6000"
