import pytest

from lbaviz.errors import BadInput
from lbaviz.knobs import KNOBS
from lbaviz.methods import METHODS, needs_labels
from lbaviz.search import Range, scores, space


def test_where_nothing_is_said_the_loss_weights_are_drawn_from_0_to_1():
    assert space.check_space("association", None, {}) == {
        name: Range(0, 1) for name in ("walker_weight", "visit_weight", "classification_weight")
    }
    assert list(space.check_space("association", None, {"visit_weight": "0.5"})) == [
        "walker_weight",
        "classification_weight",
    ]


@pytest.mark.parametrize("method", KNOBS)
def test_every_method_has_something_to_vary_and_a_score(method):
    assert space.default_ranges(method)
    assert scores.default_score(method) == ("validation_error" if needs_labels(METHODS[method]) else "silhouette")
    assert scores.low_is_good(method, scores.default_score(method)) is needs_labels(METHODS[method])


def test_what_is_held_by_default_are_knobs():
    for method, held in space.HELD.items():
        assert method not in KNOBS or set(held) <= {knob.name for knob in KNOBS[method]}


def test_ranges_and_values_are_read_as_their_options_are_written():
    assert space.range_of("visit_weight=0:1") == ("visit_weight", Range(0, 1))
    assert space.range_of("learning-rate=1e-4:1e-2:log") == ("learning_rate", Range(1e-4, 1e-2, log=True))
    assert str(Range(1e-4, 1e-2, log=True)) == "0.0001:0.01:log"
    assert space.value_of("visit-weight=0.3") == ("visit_weight", "0.3")


@pytest.mark.parametrize("text", ["visit_weight", "visit_weight=1", "visit_weight=0:1:lin", "visit_weight=a:b", ""])
def test_what_is_no_range_is_refused(text):
    with pytest.raises(BadInput, match=f"--vary takes KNOB=LOW:HIGH or KNOB=LOW:HIGH:log, .* got '{text}'"):
        space.range_of(text)


@pytest.mark.parametrize(("low", "high"), [(1, 0), (0.5, 0.5), (-1, 1), (0, float("inf")), (float("nan"), 1)])
def test_a_range_goes_up_from_0_or_more(low, high):
    with pytest.raises(BadInput, match="a range goes from a number of at least 0 to a larger one"):
        Range(low, high)


def test_a_logarithmic_range_starts_above_0():
    with pytest.raises(BadInput, match="a logarithmic range starts above 0"):
        Range(0, 1, log=True)


@pytest.mark.parametrize(
    ("vary", "fix", "sentence"),
    [
        ({"visit_wait": Range(0, 1)}, {}, "method 'association' has no knob 'visit_wait'. Did you mean 'visit_weight'"),
        ({}, {"wolker_weight": "1"}, "has no knob 'wolker_weight'. Did you mean 'walker_weight'"),
        ({"visit_weight": Range(0, 1)}, {"visit_weight": "1"}, "visit_weight cannot be varied and fixed"),
        ({}, {"visit_weight": "much"}, "'much' is neither a number nor a schedule"),
        (
            {},
            {"visit_weight": "1", "walker_weight": "1", "classification_weight": "1"},
            "every loss weight of 'association' is fixed, so there is nothing to search",
        ),
    ],
)
def test_a_space_that_cannot_be_is_refused(vary, fix, sentence):
    with pytest.raises(BadInput, match=sentence):
        space.check_space("association", vary or None, fix)


def test_errors_and_losses_are_good_when_low_and_measures_of_clusters_when_high():
    assert scores.low_is_good("association", "validation_error") and scores.low_is_good("association", "visit")
    assert not scores.low_is_good("association", "silhouette")
    with pytest.raises(BadInput, match=r"'validation_eror' is no metric .* Did you mean 'validation_error'"):
        scores.low_is_good("association", "validation_eror")
