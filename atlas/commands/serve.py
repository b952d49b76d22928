"""``serve``: the app in a browser."""

import argparse
import os

from atlas.folders import shipped_layers


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("serve", help="start the app")
    command.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1, this machine)")
    command.add_argument("--port", type=int, default=8501, help="port to listen at (default: 8501)")
    command.add_argument("--api-only", action="store_true", help="the routes without the page, for other programs")
    command.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> None:
    from atlas.environment import check_environment

    check_environment()
    if options.layers != shipped_layers():
        os.environ["ATLAS_HOME"] = str(options.layers.absolute())
    if options.api_only:
        import uvicorn

        from atlas.serve.app import create_app

        uvicorn.run(create_app(), host=options.host, port=options.port, log_level="warning")
        return
    from atlas.serve.first_map import prepare_elsewhere

    # Before Streamlit is imported.
    prepare_elsewhere()
    from atlas.ui.app import run_app

    run_app(options.host, options.port)
