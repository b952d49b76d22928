"""The speaker's window in the app: the map page with the script of the speaker's desk."""

from atlas.i18n import words
from atlas.render.assets import web_address
from atlas.render.map_page import map_page

_SECTION = "presenter."


def presenter_page(lang: str, *, home: str) -> str:
    """Return the page of the speaker's window.

    Parameters
    ----------
    lang
        Language of its words.
    home
        Path of the routes of `atlas.serve`.
    """
    styles = (web_address(home, f"present/{name}.css") for name in ("deck", "presenter"))
    own = "".join(f'<link rel="stylesheet" href="{address}">' for address in styles)
    title = words(lang)[f"{_SECTION}title"]
    page = map_page(lang, home=home, entry="present/presenter_page.js").replace(words(lang)["app.title"], title, 1)
    return page.replace("</head>", f"{own}</head>", 1)
