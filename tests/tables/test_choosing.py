"""Which evaluation each way of model selection chooses, by series that were made up."""

import pandas as pd
import pytest

from lbaviz.tables import store
from lbaviz.tables.choosing import ERRORS, STEPS, chosen

SERIES = {
    "validation_error": {0: 90.0, 5: 3.0, 10: 2.0, 15: 2.0},
    "mutual_information": {0: 0.1, 5: 1.0, 10: 2.0, 15: 1.5},
    "class_entropy": {0: 2.2, 5: 1.0, 10: 0.5, 15: 0.0},  # collapsed at the end: not chosen
    "walk_consistency": {0: 0.1, 5: 0.9, 10: 0.8, 15: 0.7},
    "silhouette": {0: -0.2, 5: 0.4, 10: 0.3, 15: 0.4},
    "test_error": {0: 91.0, 5: 20.0, 10: 12.0, 15: 11.0},
    "target_validation_error": {0: 90.0, 5: 1.0, 10: 30.0, 15: 30.0},  # chooses nothing
    "walker": {1: 2.0, 2: 1.9, 15: 1.0},
}


def metrics(**series):
    rows = [(step, name, value) for name, line in series.items() for step, value in line.items()]
    return pd.DataFrame(rows, columns=["step", "name", "value"])


def test_each_choice_is_the_best_by_its_own_series_and_the_earliest_of_equals():
    assert chosen(metrics(**SERIES)) == {
        "test_error_best": "12.00", "step_validation": "10",
        "test_error_entropy": "12.00", "step_entropy": "10",
        "test_error_consistency": "20.00", "step_consistency": "5",
        "test_error_silhouette": "20.00", "step_silhouette": "5",
        "test_error_minimum": "11.00", "step_test": "15",
    }  # fmt: skip
    assert set(ERRORS.values()) | set(STEPS.values()) <= set(store.COLUMNS)


def test_after_other_images_were_walked_to_only_later_evaluations_count():
    found = chosen(metrics(**SERIES), after=10)
    assert {found[name] for name in STEPS.values()} == {"15"}


@pytest.mark.parametrize("absent", ["walk_consistency", "validation_error"])
def test_a_series_that_is_not_recorded_chooses_nothing(absent):
    found = chosen(metrics(**{name: line for name, line in SERIES.items() if name != absent}))
    assert len(found) == 8 and found["step_test"] == "15"


def test_only_evaluations_whose_test_error_is_known_can_be_chosen():
    assert chosen(metrics(**{**SERIES, "test_error": {15: 11.0}}))["step_consistency"] == "15"
    assert chosen(metrics(validation_error={0: 1.0})) == {}
