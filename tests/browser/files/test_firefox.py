"""A page of one file opens in another engine than Chromium's, too."""

import shutil

import pytest

from tests.browser.files.test_single_files import COMMANDS, write
from tests.browser.firefox import start_firefox
from tests.required import skip_without


@pytest.fixture(scope="module")
def firefox_program():
    """Debian's Firefox, never a download; without it a stated skip, or a failure where it is required."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    return found or skip_without("firefox", "Debian's Firefox is not installed (apt-get install firefox-esr)")


@pytest.fixture(scope="module")
def firefox(firefox_program, tmp_path_factory):
    with start_firefox(firefox_program, tmp_path_factory.mktemp("firefox")) as firefox:
        yield firefox


@pytest.mark.slow
@pytest.mark.parametrize("kind", COMMANDS)
def test_firefox_opens_a_page_of_one_file_without_a_request(kind, firefox, tmp_path):
    path = tmp_path / f"{kind}.html"
    ready = write(kind, path)
    firefox.requests.clear()
    firefox.complaints.clear()
    firefox.open(path.as_uri())
    assert firefox.evaluate(ready)
    assert [url for url in firefox.requests if not url.startswith(("data:", "blob:", path.as_uri()))] == []
    assert firefox.complaints == []
