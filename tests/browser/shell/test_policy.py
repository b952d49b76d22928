"""What the browser is told to refuse: nothing of the five modes, and every script that got in."""

import pytest

MODES = ["explore", *(pytest.param(mode, marks=pytest.mark.slow) for mode in ("compare", "network", "present", "data"))]
# Adds a script as text that got into a page would: inline, as an attribute, from another place.
INJECT = """() => {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.injected = true";
  const picture = document.createElement("div");
  picture.innerHTML = '<img src="data:," onerror="window.injected = true">';
  const other = document.createElement("script");
  other.src = "data:text/javascript,window.injected=true";
  document.body.append(script, picture, other);
  return new Promise((done) => setTimeout(() => done([window.injected ?? null, [...window.refused].sort()]), 300));
}"""
REFUSED = [None, ["script-src-attr", "script-src-elem", "script-src-elem"]]


@pytest.mark.journey
@pytest.mark.parametrize("mode", MODES)
def test_no_mode_asks_for_what_is_refused_and_a_script_that_got_in_does_not_run(new_visit, mode):
    visit = new_visit()
    visit.open(f"?mode={mode}&lang=en")
    visit.page.locator("[aria-current=page]").first.wait_for()
    # What is asked for after the page stands: Streamlit's own connections are never idle for sure.
    visit.page.wait_for_timeout(1200)
    assert [text for text in visit.complaints if "Content Security Policy" in text] == []
    assert visit.complaints == []
    assert visit.page.evaluate(INJECT) == REFUSED
    assert visit.map.evaluate(INJECT) == REFUSED


@pytest.mark.slow
def test_a_file_runs_its_own_scripts_only(new_visit, tmp_path):
    visit = new_visit()
    file = tmp_path / "map.html"
    answer = visit.page.request.get(f"{visit.address}/atlas/file?layers=viewpoints&lang=en")
    file.write_bytes(answer.body())
    visit.page.goto(file.as_uri())
    visit.page.wait_for_function("window.atlas && atlas.ready.then(() => true)")
    assert visit.complaints == []
    assert visit.page.evaluate(INJECT) == REFUSED


@pytest.mark.slow
def test_a_page_of_another_site_frames_what_the_operator_allows(new_visit, tmp_path):
    visit = new_visit()
    outer = tmp_path / "outer.html"
    outer.write_text(f'<iframe src="{visit.address}/atlas/presenter?lang=en"></iframe>', encoding="utf-8")
    visit.page.goto(outer.as_uri())
    visit.wait_until(lambda: any("frame-ancestors" in text for text in visit.complaints))
