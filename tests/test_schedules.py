import json
import math
from pathlib import Path

import numpy as np
import pytest

from lbaviz import schedules
from lbaviz.errors import BadInput

GOLDEN = np.load(Path(__file__).parent / "golden" / "schedules_golden.npz", allow_pickle=False)


def golden(case: str, *fields: str):
    return [GOLDEN[f"{case}__{field}"][()] for field in fields]


@pytest.mark.parametrize("case", [f"env{i:02d}" for i in range(GOLDEN["n_env"])])
def test_envelopes_equal_the_golden_values(case):
    kind, final, growing, delay, steps, expected, clustering = golden(
        case, "kind", "final_weight", "growing_steps", "delay", "steps", "value", "value_clustering_code"
    )
    of_training = schedules.envelope(str(kind), float(final), int(growing), int(delay))
    assert [of_training(int(step)) for step in steps] == pytest.approx(expected.tolist(), rel=1e-6)
    of_clustering = schedules.envelope(str(kind), float(final), int(growing), int(delay), after_delay_only=True)
    assert [of_clustering(int(step)) for step in steps] == pytest.approx(clustering.tolist(), rel=1e-6)


@pytest.mark.parametrize("case", [f"lr{i:02d}" for i in range(GOLDEN["n_lr"])])
def test_staircases_equal_the_golden_values(case):
    initial, factor, every, minimum, steps, expected = golden(
        case, "initial", "factor", "decay_steps", "minimum", "steps", "value"
    )
    rate = schedules.staircase(float(initial), float(factor), int(every), float(minimum))
    assert [rate(int(step)) for step in steps] == pytest.approx(expected.tolist(), rel=1e-6)


def test_a_ramp_is_the_lambda_of_domain_adversarial_training():
    of_training = schedules.ramp(0.5, 10, 200)
    expected = [0.5 * (2 / (1 + math.exp(-10 * step / 200)) - 1) for step in range(201)]
    assert [of_training(step) for step in range(201)] == pytest.approx(expected, abs=1e-12)
    assert of_training(0) == 0 and of_training(5000) == of_training(200)


@pytest.mark.parametrize(
    "schedule",
    [
        schedules.envelope("sigmoid", 0.5, 1000, 20, after_delay_only=True),
        schedules.envelope(None, 1.0, 1, 0),
        schedules.staircase(1e-3, 0.33, 5000, 1e-6),
        schedules.ramp(0.25, 10, 1500),
        schedules.warm_staircase(8e-4, 1 / 3, 10_000, 1e-6, "sigmoid", 2000),
    ],
)
def test_a_schedule_comes_back_from_json(schedule):
    assert schedules.from_json(json.loads(json.dumps(schedule.to_json()))) == schedule
    assert isinstance(schedule, schedules.Schedule)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: schedules.envelope("linaer", 1.0, 1, 0), "there is no envelope 'linaer'. Did you mean 'linear'?"),
        (lambda: schedules.envelope("linear", -1.0, 1, 0), "final is -1.0, but a schedule needs a finite number"),
        (lambda: schedules.envelope("linear", 1.0, 0, 0), "growing_steps is 0, but a schedule needs a whole number"),
        (lambda: schedules.staircase(1e-3, 0.33, 0.5, 0), "every is 0.5, but a schedule needs a whole number"),
        (lambda: schedules.staircase(float("nan"), 0.33, 5, 0), "initial is nan"),
        (lambda: schedules.ramp(1.0, -10, 100), "sharpness is -10, but a schedule needs a finite number"),
        (lambda: schedules.ramp(1.0, 10, 0), "steps is 0, but a schedule needs a whole number of steps, 1 or more"),
        (lambda: schedules.from_json({"schedule": "staircases"}), "Did you mean 'staircase'?"),
        (lambda: schedules.from_json({"schedule": "staircase", "every": 1}), "does not have the fields"),
    ],
)
def test_impossible_schedules_are_refused_in_one_sentence(make, text):
    with pytest.raises(BadInput) as error:
        make()
    assert text in str(error.value)


def test_schedules_can_be_written_on_a_command_line():
    assert schedules.from_text("0.25") == 0.25
    assert schedules.from_text("staircase:0.001:0.33:5000:0") == schedules.staircase(0.001, 0.33, 5000, 0)
    assert schedules.from_text("envelope:linear:1:1:500") == schedules.envelope("linear", 1, 1, 500)
    assert schedules.from_text("ramp:1:10:1500") == schedules.ramp(1, 10, 1500)
    warm = schedules.warm_staircase(1e-3, 0.33, 5000, 1e-6, "linear", 200)
    assert schedules.from_text("warm-staircase:0.001:0.33:5000:1e-6:linear:200") == warm
    for text in ("ramp:1:10", "much", "staircase:0.001:0.33", "stairs:1:2:3:4", "staircase:0.001:0.33:half:0"):
        with pytest.raises(BadInput, match=f"'{text}' is neither a number nor a schedule"):
            schedules.from_text(text)
    with pytest.raises(BadInput, match="Did you mean 'linear'"):
        schedules.from_text("envelope:liner:1:1:500")
