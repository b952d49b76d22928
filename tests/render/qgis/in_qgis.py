"""Opens a project in QGIS and writes what QGIS finds there, as JSON; run by the Python that QGIS is installed for.

Arguments: the project, and a JSON file with what to do: pictures to draw and expressions to evaluate.
"""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayoutExporter,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def described(layer):
    if not isinstance(layer, QgsVectorLayer):
        return {"name": layer.name(), "valid": layer.isValid(), "source": layer.source()}
    metadata, renderer = layer.metadata(), layer.renderer()
    return {
        "name": layer.name(),
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "rows": layer.featureCount(),
        "read": sum(1 for _ in layer.getFeatures()),
        "subset": layer.subsetString(),
        "geometry": layer.geometryType(),
        "renderer": renderer.type() if renderer else None,
        "classes": [item.label() for item in renderer.legendSymbolItems()] if renderer else [],
        "opacity": layer.opacity(),
        "labels": layer.labelsEnabled(),
        "aliases": {field.name(): field.alias() for field in layer.fields()},
        "codes": {
            field.name(): field.editorWidgetSetup().config().get("map")
            for field in layer.fields()
            if field.editorWidgetSetup().type() == "ValueMap"
        },
        "metadata": {
            "title": metadata.title(),
            "abstract": metadata.abstract(),
            "licences": metadata.licenses(),
            "rights": metadata.rights(),
            "contacts": [contact.organization for contact in metadata.contacts()],
            "language": metadata.language(),
        },
    }


def evaluated(layer, expressions):
    """Return the values of expressions for every row, by its id."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    parsed = {name: QgsExpression(text) for name, text in expressions.items()}
    rows = {}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        rows[feature["id"]] = {name: expression.evaluate(context) for name, expression in parsed.items()}
    return rows


def picture(project, asked):
    settings = QgsMapSettings()
    settings.setLayers([project.mapLayer(name) for name in asked["layers"]])
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(*asked["size"]))
    settings.setOutputDpi(96)
    settings.setTransformContext(project.transformContext())
    settings.setExtent(QgsRectangle(*asked["extent"]))
    settings.setBackgroundColor(QColor(asked["background"]) if "background" in asked else project.backgroundColor())
    settings.setFlag(QgsMapSettings.DrawLabeling, False)  # noqa: FBT003 - as QGIS has it
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(asked["out"])
    return [error.message for error in job.errors()]


def sheet(project, out):
    [layout] = project.layoutManager().printLayouts()
    items = sorted({type(item).__name__ for item in layout.items()})
    size = layout.pageCollection().page(0).pageSize()
    asked = QgsLayoutExporter.PdfExportSettings()
    asked.dpi = 96
    result = QgsLayoutExporter(layout).exportToPdf(out, asked)
    return {"items": items, "size": [size.width(), size.height()], "result": int(result)}


def styled(path, table):
    """Return how QGIS draws a table of a GeoPackage that is opened alone."""
    layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
    layer.loadDefaultStyle()
    return {"renderer": layer.renderer().type(), "classes": len(layer.renderer().legendSymbolItems())}


def main():
    path, asked = sys.argv[1], json.loads(Path(sys.argv[2]).read_text())
    application = QgsApplication([], True)  # noqa: FBT003 - as QGIS has it
    application.initQgis()
    messages = []
    application.messageLog().messageReceived.connect(lambda text, tag, _: messages.append(f"{tag}: {text}"))
    project = QgsProject.instance()
    found = {"read": project.read(path), "messages": messages, "title": project.title(), "crs": project.crs().authid()}
    every = {name: described(layer) for name, layer in project.mapLayers().items()}
    # Those of the view, and those of the ground.
    found["layers"] = {name: own for name, own in every.items() if not name.startswith("atlas_ground_")}
    found["ground"] = {name: own for name, own in every.items() if name.startswith("atlas_ground_")}
    found["groups"] = {
        group.name(): [child.layerId() for child in group.findLayers()]
        for group in project.layerTreeRoot().findGroups()
    }
    found["order"] = [layer.id() for layer in project.layerTreeRoot().layerOrder()]
    extent = project.viewSettings().defaultViewExtent()
    found["extent"] = [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()]
    found["values"] = {
        name: evaluated(project.mapLayer(name), own) for name, own in asked.get("expressions", {}).items()
    }
    found["pictures"] = [picture(project, own) for own in asked.get("pictures", [])]
    found["sheet"] = sheet(project, asked["sheet"]) if "sheet" in asked else None
    found["styled"] = {table: styled(path, table) for path, table in asked.get("styled", [])}
    found["styles"] = {
        f"{name}.{kind}": load(project.mapLayer(name), file)
        for name, kind, file in asked.get("styles", [])
        for load in (QgsVectorLayer.loadNamedStyle if kind == "qml" else QgsVectorLayer.loadSldStyle,)
    }
    project.clear()
    sys.stdout.write(json.dumps(found, default=str))
    sys.stdout.flush()
    # QGIS for Python may fail as it leaves, with all done.
    os._exit(0)


main()
