"""The same app as `component_app.py` without a map: the floor of every rerun."""

from tests.benchmarks.in_browser.counted_rows import count_run, rows_kept

count_run(rows_kept())
