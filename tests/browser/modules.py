"""A page without a server that loads the browser's own modules, to try one of them alone."""

from urllib.parse import urlsplit

from atlas.render.assets import read_web


def open_modules(context):
    """Return a blank page whose scripts can import every module by its path below ``atlas/render/web``."""
    page = context.new_page()

    def serve(route):
        path = urlsplit(route.request.url).path[1:]
        body, kind = (read_web(path), "text/javascript") if path else ("<!doctype html>", "text/html")
        route.fulfill(body=body, content_type=kind)

    page.route("http://atlas.invalid/**", serve)
    page.goto("http://atlas.invalid/")
    return page
