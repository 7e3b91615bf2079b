from fake_searches import FakeSearch

from lbaviz.views.search_page import write_search_page


def test_the_page_of_a_search_draws_its_lines_without_a_network(new_page, tmp_path, screenshots):
    page = new_page(width=960)
    page.goto(f"file://{write_search_page(FakeSearch(40), tmp_path / 'search.html')}")
    page.wait_for_selector(".parcoords .axis-title >> text=walker")
    assert page.locator(".parcoords .y-axis").count() == 3
    assert page.locator("text=Ablation: test error of 40 trials").count() == 1
    assert "(<search.log>)" in page.locator(".search").inner_text()
    assert page.locator("table tbody tr").count() == 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 960
    assert page.locator("meta[http-equiv=refresh]").count() == 1  # while it goes on
    page.screenshot(path=screenshots / "search-960.png", full_page=True)
