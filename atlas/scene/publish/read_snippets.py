"""Lines of code that read a layer from a served atlas: in Python, R and JavaScript."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.catalog import Layer

# Stands for the origin of the server, such as https://atlas.example.
ADDRESS = "{address}"


def read_snippets(layer: "Layer") -> list[tuple[str, str]]:
    """Return pairs of a language and the code that reads all rows of a layer in it; none for a private layer.

    The address in the code begins with `ADDRESS`, which the page replaces by its own.
    """
    if layer.private:
        return []
    name, url = layer.id, f"{ADDRESS}/atlas/export?layers={layer.id}&format=geojson"
    words = name.split("_")
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    return [
        ("Python", f'import geopandas\n\n{name} = geopandas.read_file("{url}").set_index("id")'),
        ("R", f'library(sf)\n\n{name} <- st_read("{url}", quiet = TRUE)'),
        ("JavaScript", f'const {camel} = await (await fetch("{url}")).json();'),
    ]
