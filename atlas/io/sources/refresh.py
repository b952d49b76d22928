"""Refresh a layer from its source: report what would change, apply it on request, atomically."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import tomlkit

from atlas.catalog import in_language
from atlas.environment import ImportLimits
from atlas.errors import LayerDataError
from atlas.i18n import LANGUAGES
from atlas.io.imports.context import territory_boxes
from atlas.io.imports.draft_declaration import OWN_THEME, draft_theme
from atlas.io.imports.messages import question_error
from atlas.io.imports.own_layers import check_own, locked, unshared_files, write_atomic, write_error
from atlas.io.imports.readers.detect_format import SOURCE_FORMATS
from atlas.io.imports.report import Answers
from atlas.io.imports.run_import import read_in_worker
from atlas.io.imports.stage import stage_file
from atlas.io.read import read_layer
from atlas.io.sources.completion import all_rows, kept_rows, part_tables
from atlas.io.sources.connector import SourceDeclaration, connector_ids, open_connector
from atlas.io.sources.diff import Diff, diff_rows
from atlas.io.sources.download import download_source
from atlas.io.sources.rows import source_rows
from atlas.io.sources.terrain import measure_heaps
from atlas.io.write import write_layer_file

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Layer
    from atlas.io.imports.run_import import Boxes, ImportResult
    from atlas.io.imports.stage import StagedFile
    from atlas.io.sources.completion import Kept
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
    sha256
        Of what was downloaded.
    kept
        Rows of a layer that is completed which lie outside the area that was asked for, by the file that they are in.
    """

    rows: gpd.GeoDataFrame
    diff: Diff
    sha256: str
    kept: "Kept" = ()

    @property
    def count(self) -> int:
        """Count the rows of the layer after the refresh."""
        return len(self.rows) + sum(len(part) for part, _ in self.kept)


def find_declaration(layer_id: str, catalog: "Catalog") -> tuple[SourceDeclaration, "Layer | None"]:
    """Return the connector of a layer, and the layer itself, None when it was never downloaded.

    Raises
    ------
    LayerDataError
        The layer has no connector.
    """
    layer = catalog.get(layer_id)
    name = layer_id if layer is None else layer.connector or layer_id
    declared = open_connector(name) if name in connector_ids() else None
    if declared is None or (layer is not None and layer.connector is None and not declared.layer.completes):
        raise LayerDataError("source_none", key=layer_id, valid=", ".join(connector_ids()))
    return declared, layer


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
    connector, target = declared.connector, layer or declared.layer
    if connector.kind == "terrain":
        rows, sha256 = measure_heaps(declared, catalog, layer, downloads, url=url, limits=limits)
    else:
        communes = tuple(read_layer(catalog["communes"]).index) if connector.communes else ()
        downloaded = download_source(connector, downloads, url=url, communes=communes)
        staged, result = _read(connector, downloaded, folder, limits, territory_boxes(catalog))
        names = {name: source for name, source, _ in result.findings.fields}
        rows, sha256 = source_rows(result.rows, names, connector, target), staged.sha256
    if not len(rows):
        raise LayerDataError("source_empty", path=declared.layer.id)
    kept = kept_rows(layer, connector.box) if layer is not None and declared.layer.completes and connector.box else ()
    old = gpd.GeoDataFrame(rows.iloc[:0]) if layer is None else read_layer(layer)
    return FetchedSource(rows, diff_rows(old, all_rows(rows, kept), target), sha256, kept)


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
    if layer is not None and declared.layer.completes and not layer.completes:
        # The shipped layer stays as it is: an own copy takes its place.
        layer = None
    target = layer or declared.layer
    folder = root / target.theme if layer is None else layer.folder
    if layer is not None:
        check_own(layer, root)
    files = _write_files(fetched, target, scratch)
    declaration = folder / f"{target.id}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(root):
            text = declared.text if layer is None else declaration.read_text(encoding="utf-8")
            for path in files:
                write_atomic(folder / path.name, path)
            if layer is None and target.theme == OWN_THEME and not (folder / "theme.toml").exists():
                write_atomic(folder / "theme.toml", draft_theme(target.theme))
            write_atomic(declaration, _filled(text, declared, [path.name for path in files], fetched))
            for path in unshared_files(layer) if layer else ():
                if path.name not in {written.name for written in files}:
                    path.unlink(missing_ok=True)
    except OSError as exc:
        raise write_error(root, exc) from exc
    return declaration


def _write_files(fetched: FetchedSource, target: "Layer", scratch: Path) -> list[Path]:
    """Write what was fetched, then the kept rows of each other file, under names with the hash of their content."""
    files = []
    for number, rows in enumerate((fetched.rows, *(part for part, _ in fetched.kept))):
        written = scratch / f"{number}.parquet"
        write_layer_file(rows, target, written)
        digest = hashlib.sha256(written.read_bytes()).hexdigest()[:8]
        files.append(written.rename(scratch / f"{target.id}.{digest}.parquet"))
    return files


def _filled(text: str, declared: SourceDeclaration, files: list[str], fetched: FetchedSource) -> str:
    """Return a declaration with today's facts: which files, how many rows, which download, when, complete where."""
    document: Any = tomlkit.parse(text)
    today = date.today()  # noqa: DTZ011 - the user's own day
    document["file"] = files[0]
    source = document["source"]
    source["rows"] = len(fetched.rows)
    source["accessed"] = today
    source["sha256"] = {declared.layer.id: fetched.sha256}
    if declared.layer.completeness:
        named = declared.layer.completeness.source
        dated = {lang: f"{in_language(named, lang)}, {today.isoformat()}" for lang in LANGUAGES}
        document["completeness"] = declared.layer.completeness.model_dump(exclude_none=True) | {"source": dated}
    document.pop("parts", None)
    if fetched.kept:
        document["parts"] = part_tables(fetched.kept, files[1:])
    return tomlkit.dumps(document)
