"""Runs on two domains: who sees which labels, the delay of the association, errors of both, and what probes find."""

from dataclasses import replace

import numpy as np
import pytest
from test_fit import same, values, weights

import lbaviz
from lbaviz import data, probes
from lbaviz.cli.train import report
from lbaviz.errors import BadInput
from lbaviz.methods import DomainAdaptation
from lbaviz.pictures import picture_of
from lbaviz.session import resume, train_in_foreground
from lbaviz.session.restore import trainee_at

SMALL = DomainAdaptation(labelled_per_class=4, unlabelled_batch=12)
QUICK = {"evaluate_every": 5, "frame_every": 5, "checkpoint_every": 5, "precision": "float32", "progress": False}


def sets(seed: int = 0) -> list[data.DataSet]:
    """Three blobs a class on 8 x 8 pixels, and the same shifted and inverted."""
    random = np.random.RandomState(seed)
    labels = np.arange(90) % 3
    images = random.randint(0, 60, (90, 8, 8), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 * label + 1 : 2 * label + 3, 2:6] += 150
    target = 255 - np.roll(images, 1, axis=2)
    return [data.from_arrays(each[:75], labels[:75], test=(each[75:], labels[75:])) for each in (images, target)]


def two_domains(seed: int = 0) -> data.Pair:
    return data.pair(*sets(seed))


def fit(method=SMALL, pair=None, steps: int = 10, **more):
    return lbaviz.fit(method, pair or two_domains(), steps=steps, **{**QUICK, "delay": 4, **more})


def supervised(pair=None, steps: int = 10, **more):
    method = lbaviz.methods.Supervised(labelled_per_class=4)
    return lbaviz.fit(method, pair or two_domains(), steps=steps, **{**QUICK, **more})


def at(run, step: int) -> dict:
    """Return copies of the weights that a run recorded at a step."""
    found, there = trainee_at(run, step)
    assert there == step
    return {name: value.clone() for name, value in found.weights().items()}


def test_before_the_delay_is_over_only_the_source_is_learned():
    both, alone = (make(learning_rate=1e-3) for make in (fit, supervised))

    def distance(step: int) -> float:
        first, second = at(both, step), at(alone, step)
        return max(float((first[name] - second[name]).abs().max()) for name in first)

    assert distance(5) < 1e-5 < 1e-4 < distance(10)


def test_errors_of_both_domains_are_recorded_and_the_source_chooses():
    run = fit()
    split = run.trainee.plan.split
    assert list(values(run, "validation_error")) == list(values(run, "target_validation_error")) == [0, 5, 10]
    for name, part in (
        ("validation_error", "validation"),
        ("target_validation_error", "target_validation"),
        ("source_test_error", "source_test"),
        ("test_error", "test"),
    ):
        wrong = run.predict(split.part(part).images) != split.part(part).labels
        assert values(run, name)[10] == pytest.approx(100 * wrong.mean()), name


def test_the_report_says_which_domain_an_error_is_of():
    photos, sketches = (replace(each, name=name) for each, name in zip(sets(), ("photos", "sketches"), strict=True))
    said = [
        line.split("%")[0].rsplit(maxsplit=1)[0].strip()
        for line in report(fit(pair=data.pair(photos, sketches))).splitlines()
    ]
    assert said[1:] == [
        "validation error (photos)", "test error (photos)", "test error (sketches)", "test error (sketches)",
    ]  # fmt: skip


def test_the_targets_labels_never_reach_training_except_in_target_only():
    clean = two_domains()
    poisoned = replace(clean, target=replace(clean.target, labels=(clean.target.labels + 1) % 3))
    every = {"validation": 0}  # else the draw of the validation images, which sees labels, would differ
    assert same(weights(fit(pair=clean, **every)), weights(fit(pair=poisoned, **every)))
    assert same(weights(supervised(clean, **every)), weights(supervised(poisoned, **every)))
    only = {**every, "labelled": "target"}
    assert not same(weights(supervised(clean, **only)), weights(supervised(poisoned, **only)))


def test_a_run_on_a_pair_resumes_and_branches_bit_for_bit(tmp_path):
    pair = two_domains()
    whole = fit(pair=pair)
    short = fit(pair=pair, steps=6, record=tmp_path / "run.lba")
    short = train_in_foreground(resume(short.path, steps=10, data=pair), progress=False)
    assert same(weights(whole), weights(short))
    assert same(weights(whole), weights(whole.branch(step=5, steps=10)))


def test_probes_look_at_both_domains_and_measure_the_distance_between_them():
    run = fit(probe_every=5)
    inspected = run.recording.about()["inspected"]
    assert inspected["domain_names"] == run.recording.about()["domains"] == ["own", "own"]
    assert inspected["domains"] == [0] * 6 + [1] * 6
    split = run.trainee.plan.split
    x, y = (run.embed(split.part(part).images) for part in ("validation", "target_validation"))
    assert values(run, "domain_mmd")[10] == pytest.approx(float(probes.mmd(x, y).mmd2), rel=1e-4)


def test_visits_are_recorded_of_the_target_alone():
    run = fit(probe_every=5)
    found = run.recording.probe("visits", 10)
    target = run.trainee.plan.split.part("target_validation")
    assert found.side == "target" and found.p_visit.sum() == pytest.approx(1, abs=1e-5)
    np.testing.assert_array_equal(found.images, target.images)
    np.testing.assert_array_equal(found.labels, target.labels)
    within = supervised(probe_every=5, unlabelled="source").recording.probe("visits", 10)
    assert within.side == "source" and not (within.images == found.images).all()


def test_a_pair_is_asked_about_both_domains():
    run = fit()
    split = run.trainee.plan.split
    found = run.ask("projection", images=20, method="pca")
    assert found.domains.tolist() == [0] * 10 + [1] * 10
    sides = (split.part("source_test"), split.part("test"))
    for domain, part in enumerate(sides):
        known = {image.tobytes() for image in part.images}
        assert all(image.tobytes() in known for image in found.images[found.domains == domain])
    assert run.ask("projection", part="test", method="pca").domains is None
    mmd = run.ask("mmd", images=None)
    assert mmd.names == ("source", "target")
    x, y = (run.embed(part.images) for part in sides)
    assert mmd.mmd2 == pytest.approx(probes.mmd(x, y).mmd2, rel=1e-4)
    assert run.ask("mmd", part="labelled").names == ("labelled", "labelled")
    assert run.ask("visits").side == "target" and run.ask("visits", part="source_test").side == "source test"
    walks = run.ask("walks")
    assert walks.sides == picture_of(run).sides == ("source", "target")
    assert set(run.ask("confusion", part="both", images=None).labels) == {0, 1, 2}


def test_without_test_images_both_domains_are_those_that_probes_look_at():
    pair = two_domains()
    bare = [replace(side, test_images=side.test_images[:0], test_labels=side.test_labels[:0]) for side in
            (pair.source, pair.target)]  # fmt: skip
    run = fit(pair=replace(pair, source=bare[0], target=bare[1]))
    found, split = run.ask("projection", method="pca"), run.trainee.plan.split
    looked_at = [split.part(part).images for part in ("validation", "target_validation")]
    np.testing.assert_array_equal(found.images, np.concatenate(looked_at))


def test_the_slider_says_the_weight_and_the_delay_says_when():
    method = DomainAdaptation(envelope="linear", growing_steps=10)
    knobs = {"walker_weight": 2.0, "visit_weight": 0.5, "delay": 100.0, "classification_weight": 1.0}
    assert method.acting(knobs, 100)["walker_weight"] == 0
    assert method.acting(knobs, 105)["walker_weight"] == pytest.approx(1.0)
    assert method.acting(knobs, 110) == knobs


def test_nothing_moves_while_only_the_delayed_terms_have_a_weight():
    run = fit(classification_weight=0.0)
    assert same(at(run, 0), at(run, 5))
    assert not same(at(run, 0), at(run, 10))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: fit(delay=10),
            "the delay is 10 steps and training ends at step 10, so the walker would never set out",
        ),
        (lambda: fit(DomainAdaptation(envelope="cubic")), "there is no envelope 'cubic'"),
        (lambda: lbaviz.fit("supervised", "digits", steps=1, labelled="target"), "chooses one of two domains"),
    ],
)
def test_what_cannot_be_is_refused(make, sentence):
    with pytest.raises(BadInput, match=sentence):
        make()
