"""A link as a QR code: its modules for who draws it, or a picture of it."""

from io import BytesIO

import numpy as np
import segno


def qr_modules(link: str) -> np.ndarray | None:
    """Return the modules of the code of a link, True where dark, with a quiet zone of four; None for one too long."""
    code = _code(link)
    if code is None:
        return None
    return np.array([list(row) for row in code.matrix_iter(border=4)], dtype=bool)


def qr_picture(link: str) -> bytes | None:
    """Return the code of a link as SVG, dark on light whatever the page around it; None when it is too long."""
    code = _code(link)
    if code is None:
        return None
    out = BytesIO()
    code.save(out, kind="svg", border=4, scale=4, dark="#1D2326", light="#FFFFFF")
    return out.getvalue()


def _code(link: str) -> segno.QRCode | None:
    try:
        return segno.make_qr(link, error="m", boost_error=False)
    except segno.DataOverflowError:
        return None
