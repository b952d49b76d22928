"""Hook of MkDocs: adds to the site the pages that are made from the atlas itself.

The data dictionary comes from the declarations of the layers, the page of indicators from their docstrings, the page of
commands from the parser of the command line: nothing in them is written a second time.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parent))

from commands_page import commands_page
from indicators_page import indicators_page
from layer_pages import layer_pages
from repository_files import file_pages, with_site_links

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_files(files: "Files", config: "MkDocsConfig") -> "Files":
    """Add the generated pages to the files of the site."""
    pages = {
        **file_pages(),
        **layer_pages(),
        "reference/indicators.md": indicators_page(),
        "reference/commands.md": commands_page(),
    }
    for path, text in pages.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: "Page", config: "MkDocsConfig", files: "Files") -> str:  # noqa: ARG001 - MkDocs names them
    """Let links to files of the repository lead to their pages."""
    return with_site_links(markdown, page.file.src_uri)
