from lbaviz.records import Trials
from lbaviz.search import Range, Spec, Standing
from lbaviz.views.search_page import write_search_page


class Half:
    """A search half done, without a storage."""

    spec = Spec(
        "association", "digits", {}, {"visit_weight": Range(0, 1), "walker_weight": Range(0, 1)}, {}, "test_error"
    )

    def record(self) -> Trials:
        import numpy as np

        rng = np.random.default_rng(0)
        return Trials(
            tuple(self.spec.vary), rng.random((40, 2)), rng.random(40) * 50, score="test_error", low_is_good=True
        )

    def trials(self):
        return self.record().table()

    def standing(self) -> Standing:
        return Standing(40, 0, 2, 80)

    def sentence(self) -> str:
        return "40 of 80 trials finished (<search.log>).\nbest: trial 3"


def test_the_page_of_a_search_draws_its_lines_without_a_network(new_page, tmp_path, screenshots):
    page = new_page(width=960)
    page.goto(f"file://{write_search_page(Half(), tmp_path / 'search.html')}")
    page.wait_for_selector(".parcoords .axis-title >> text=walker")
    assert page.locator(".parcoords .y-axis").count() == 3
    assert page.locator("text=Ablation: test error of 40 trials").count() == 1
    assert "(<search.log>)" in page.locator(".search").inner_text()
    assert page.locator("table tbody tr").count() == 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 960
    assert page.locator("meta[http-equiv=refresh]").count() == 1  # while it goes on
    page.screenshot(path=screenshots / "search-960.png", full_page=True)
