"""What figures and charts say of a run on two domains instead of "labelled", "unlabelled" and "validation"."""

import pandas as pd
from drawn_records import a_visits, a_walk, assert_legible, words

from lbaviz import figures, plots

SIDES = {"sides": ("source", "target")}
ERRORS = {"validation_error": 1.0, "target_validation_error": 20.0, "test_error": 21.0}
ERRORS |= {"baseline_validation_error": 2.0, "baseline_target_validation_error": 45.0}
ERRORS |= {"baseline_target_only_validation_error": 3.0}


def test_walks_go_from_the_source_by_way_of_the_target():
    figure = figures.draw(a_walk(**SIDES))
    said = words(figure)
    assert {"A · source · start", "B · target", "A · source · return"} <= set(said)
    assert any("source A → target B → source A" in one for one in said) and not any("labelled" in one for one in said)
    assert_legible(figure)
    plain = words(figures.draw(a_walk()))
    assert {"A · start", "B · unlabelled", "A · return"} <= set(plain)


def test_the_return_matrix_says_between_which_domains():
    assert any(
        one.startswith("step 0 · source → target → source")
        for one in words(figures.draw(a_walk(**SIDES), what="returns"))
    )
    assert "source → target → source" in plots.draw(a_walk(**SIDES)).layout.title.text
    assert "→" not in plots.draw(a_walk()).layout.title.text


def test_visits_are_those_of_target_samples():
    assert any("40 target samples" in one for one in words(figures.draw(a_visits(side="target"))))
    assert any("40 unlabelled samples" in one for one in words(figures.draw(a_visits())))
    assert plots.draw(a_visits(side="target")).layout.xaxis.title.text == "target samples, most visited first"


def test_errors_of_both_domains_stand_in_one_chart():
    table = pd.DataFrame([(step, name, value) for step in (0, 10) for name, value in ERRORS.items()],
                         columns=["step", "name", "value"])  # fmt: skip
    (axes,) = figures.draw(table, what="error").axes
    assert {"source 1.0 %", "target 20.0 %", "target, test 21.0 %", "source alone 45.0 %", "target alone 3.0 %"} == {
        text.get_text() for text in axes.texts
    }
    names = [line.name for line in plots.draw(table).data]
    assert names == [
        "error on source",
        "error on target",
        "test error on target",
        "source alone (supervised)",
        "target alone (supervised)",
    ]
