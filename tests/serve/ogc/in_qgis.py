"""Reads collections in QGIS and writes what it finds, as JSON; run by the Python that QGIS is installed for.

Arguments: the address of the API, and a JSON list of what to read.
"""

import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileBasicRenderer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize


def read_tiles(address, task):
    source = (
        f"type=xyz&zmin=0&zmax=16&url={address}/collections/{task['layer']}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
    )
    layer = QgsVectorTileLayer(source, task["layer"])
    renderer = QgsVectorTileBasicRenderer()
    renderer.setStyles(QgsVectorTileBasicRenderer.simpleStyleWithRandomColors())
    layer.setRenderer(renderer)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setExtent(QgsRectangle(*task["box"]))
    settings.setOutputSize(QSize(60, 60))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    colours = {image.pixel(x, y) for x in range(60) for y in range(60)}
    return {"valid": layer.isValid(), "colours": len(colours)}


def read(address, task):
    if task["provider"] == "tiles":
        return read_tiles(address, task)
    source = task.get("source") or f"typename='{task['layer']}' url='{address}'"
    if "page" in task:
        source += f" pagingEnabled='true' pageSize='{task['page']}'"
    layer = QgsVectorLayer(source, "rows", task["provider"])
    if not layer.isValid():
        return {"valid": False, "problem": layer.error().message()}
    request = QgsFeatureRequest()
    if "box" in task:
        request.setFilterRect(QgsRectangle(*task["box"])).setFlags(QgsFeatureRequest.ExactIntersect)
    ids = sorted(row["id"] for row in layer.getFeatures(request))
    box = layer.extent()
    return {
        "valid": True,
        "ids": ids,
        "count": layer.featureCount(),
        "fields": layer.fields().names(),
        "crs": layer.crs().authid(),
        "extent": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
    }


def main():
    application = QgsApplication([], False)  # noqa: FBT003 - no windows
    application.initQgis()
    print(json.dumps([read(sys.argv[1], task) for task in json.loads(sys.argv[2])]))  # noqa: T201
    sys.stdout.flush()
    # What QGIS does when it ends is of no interest.
    os._exit(0)


if __name__ == "__main__":
    main()
