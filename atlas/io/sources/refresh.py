"""Refresh a layer from its source: report what would change, apply it on request, atomically."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import tomlkit

from atlas.environment import ImportLimits
from atlas.errors import LayerDataError
from atlas.io.imports.context import territory_boxes
from atlas.io.imports.draft_declaration import draft_theme
from atlas.io.imports.messages import question_error
from atlas.io.imports.own_layers import check_own, locked, unshared_files, write_atomic, write_error
from atlas.io.imports.readers.detect_format import SOURCE_FORMATS
from atlas.io.imports.report import Answers, Findings
from atlas.io.imports.run_import import read_in_worker
from atlas.io.imports.stage import stage_file
from atlas.io.read import read_layer
from atlas.io.sources.connector import SourceDeclaration, connector_ids, open_connector
from atlas.io.sources.diff import Diff, diff_rows
from atlas.io.sources.download import download_source
from atlas.io.sources.rows import source_rows
from atlas.io.write import write_layer_file

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Layer
    from atlas.io.imports.run_import import Boxes, ImportResult
    from atlas.io.imports.stage import StagedFile
    from atlas.io.sources.connector import Connector


@dataclass(frozen=True, slots=True)
class FetchedSource:
    """What a source holds today.

    Attributes
    ----------
    rows
        Of the layer.
    diff
        Against the rows that it has.
    findings
        Report of the import.
    sha256
        Of what was downloaded.
    """

    rows: gpd.GeoDataFrame
    diff: Diff
    findings: Findings
    sha256: str


def find_declaration(layer_id: str, catalog: "Catalog") -> tuple[SourceDeclaration, "Layer | None"]:
    """Return the connector of a layer, and the layer itself, None when it was never downloaded.

    Raises
    ------
    LayerDataError
        The layer has no connector.
    """
    layer = catalog.get(layer_id)
    name = layer_id if layer is None else layer.connector
    if name is None or name not in connector_ids():
        raise LayerDataError("source_none", key=layer_id, valid=", ".join(connector_ids()))
    return open_connector(name), layer


def fetch_source(
    declared: SourceDeclaration,
    catalog: "Catalog",
    layer: "Layer | None",
    folder: Path,
    *,
    limits: ImportLimits,
    url: str | None = None,
) -> FetchedSource:
    """Download and read the present state of a source; the layer is not changed.

    Parameters
    ----------
    declared
        The connector.
    catalog, layer
        The atlas, and the layer in its present state.
    folder
        An empty scratch folder.
    limits
        Limits of reading.
    url
        Another address of the same source.

    Raises
    ------
    LayerDataError
        The source does not answer, or its answer is not as declared.
    """
    downloads = folder / "downloads"
    downloads.mkdir()
    downloaded = download_source(declared.connector, downloads, url=url)
    staged, result = _read(declared.connector, downloaded, folder, limits, territory_boxes(catalog))
    target = layer or declared.layer
    names = {name: source for name, source, _ in result.findings.fields}
    rows = source_rows(result.rows, names, declared.connector, target)
    old = gpd.GeoDataFrame(rows.iloc[:0]) if layer is None else read_layer(layer)
    return FetchedSource(rows, diff_rows(old, rows, target), result.findings, staged.sha256)


def _read(
    connector: "Connector", downloaded: Path, folder: Path, limits: ImportLimits, territories: "Boxes"
) -> "tuple[StagedFile, ImportResult]":
    """Read the download like a user's file, taking the first declared layer or sheet that it holds."""
    answers = Answers(crs=connector.crs, x=connector.x, y=connector.y)
    kind = connector.kind if connector.kind in SOURCE_FORMATS else ""
    for attempt in ("first", "second"):
        own = folder / attempt
        own.mkdir()
        staged = stage_file(downloaded, own, limits)
        result = read_in_worker(staged, None, answers, limits=limits, territories=territories, kind=kind)
        open_questions = {question["about"]: question["options"] for question in result.findings.questions}
        named = [option for wanted in connector.layer for option in open_questions.get("layer", ()) if wanted in option]
        if not open_questions:
            return staged, result
        if named:
            answers = replace(answers, layer=named[0])
    raise question_error(result.findings.questions[0], staged.name)


def apply_update(
    fetched: FetchedSource, declared: SourceDeclaration, layer: "Layer | None", root: Path, scratch: Path
) -> Path:
    """Replace the rows of a layer: the new declaration is written last, in one step.

    Returns
    -------
    Path
        The declaration.

    Raises
    ------
    LayerDataError
        The layer is shipped with the atlas, or the folder cannot be written.
    """
    target = layer or declared.layer
    folder = root / target.theme if layer is None else layer.folder
    if layer is not None:
        check_own(layer, root)
    write_layer_file(fetched.rows, target, scratch / "new.parquet")
    digest = hashlib.sha256((scratch / "new.parquet").read_bytes()).hexdigest()[:8]
    data = folder / f"{target.id}.{digest}.parquet"
    declaration = folder / f"{target.id}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(root):
            text = declared.text if layer is None else declaration.read_text(encoding="utf-8")
            write_atomic(data, scratch / "new.parquet")
            if layer is None and not (folder / "theme.toml").exists():
                write_atomic(folder / "theme.toml", draft_theme(target.theme))
            write_atomic(declaration, _filled(text, declared, data.name, fetched))
            for path in unshared_files(layer) if layer else ():
                if path != data:
                    path.unlink(missing_ok=True)
    except OSError as exc:
        raise write_error(root, exc) from exc
    return declaration


def _filled(text: str, declared: SourceDeclaration, file: str, fetched: FetchedSource) -> str:
    """Return a declaration with today's facts: which file, how many rows, which download, when."""
    document: Any = tomlkit.parse(text)
    document.pop("fetch", None)
    document["file"] = file
    source = document["source"]
    source["rows"] = len(fetched.rows)
    source["accessed"] = date.today()  # noqa: DTZ011 - the user's own day
    source["sha256"] = {declared.layer.id: fetched.sha256}
    return tomlkit.dumps(document)
