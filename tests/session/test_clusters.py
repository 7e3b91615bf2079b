"""Runs without labels: they go on bit for bit, see no label, are measured, and say what cannot be."""

import shutil
import sqlite3
from dataclasses import replace

import numpy as np
import pytest
import torch
from test_domains import sets
from test_fit import same, values, weights

import lbaviz
from lbaviz import data
from lbaviz.cli import main
from lbaviz.errors import BadInput, RunFailed
from lbaviz.methods import DeepClustering
from lbaviz.recording import probed
from lbaviz.session import resume, train_in_foreground
from lbaviz.session.clusters import Clusters
from lbaviz.session.collapse import of_clusters

SMALL = DeepClustering(images=12, copies=2, centroids_per_cluster=2)
QUICK = {"evaluate_every": 4, "frame_every": 4, "checkpoint_every": 4, "precision": "float32", "progress": False}
PLANNED = {"warm_up": 6, "learning_rate": 1e-4}
WITHOUT_LABELS = {"agreement", "silhouette", "walk_consistency", "smallest_cluster", "largest_cluster"}
BY_LABELS = {"accuracy", "nmi", "ari"}


def fit(own=None, steps: int = 12, method=SMALL, **more):
    own = own or sets()[0]
    return lbaviz.fit(method, own, steps=steps, **{**QUICK, **PLANNED, **more})


@pytest.fixture(scope="module")
def run():
    return fit(sets()[0], probe_every=6)


def test_a_cut_run_goes_on_bit_for_bit_before_and_after_the_centroids_are_placed(run, tmp_path):
    for cut in (4, 8):
        path = tmp_path / f"{cut}.lba"
        shutil.copy(run.path, path)
        with sqlite3.connect(path) as file:  # what a run that was killed there leaves
            for table in ("metrics", "frames", "checkpoints", "probes"):
                file.execute(f"DELETE FROM {table} WHERE step > {cut}")
            file.execute("DELETE FROM meta WHERE key = 'status'")
        cut_run = train_in_foreground(resume(path, steps=12, data=sets()[0]))
        assert same(weights(run), weights(cut_run))
        for name in ("centroid_association", "augmentation_association", "agreement", "silhouette", "accuracy"):
            assert values(run, name) == values(cut_run, name) and values(run, name), name


def test_a_branch_from_the_warm_up_places_the_centroids_again(run):
    branch = run.branch(5, steps=12, data=sets()[0])
    assert same(weights(run), weights(branch))
    later = run.branch(5, steps=12, data=sets()[0], warm_up=8)
    assert not same(weights(run), weights(later))


def test_the_labels_never_reach_training(run):
    poisoned = [(labels + 1) % 3 for labels in (sets()[0].labels, sets()[0].test_labels)]
    clean = sets()[0]
    own = data.from_arrays(clean.images, poisoned[0], test=(clean.test_images, poisoned[1]))
    unknown = data.from_arrays(clean.images, None)
    method = DeepClustering(clusters=3, images=12, copies=2, centroids_per_cluster=2)
    assert same(weights(run), weights(fit(own)))
    blind = fit(unknown, method=method)
    assert same(weights(run), weights(blind))
    names = set(blind.metrics().name)
    assert WITHOUT_LABELS <= names and not BY_LABELS & names and "test_error" not in names


def test_clusters_are_measured_at_every_evaluation_and_on_test_images_at_the_end(run):
    table = run.metrics()
    names = set(table.name)
    assert WITHOUT_LABELS | BY_LABELS <= names and "validation_error" not in names and "test_error_best" not in names
    assert list(values(run, "accuracy")) == [0, 4, 8, 12] and list(values(run, "agreement")) == [4, 8, 12]
    for name in ("test_accuracy", "test_nmi", "test_ari", "test_error"):
        assert list(values(run, name)) == [12]
    own = sets()[0]
    told = run.predict(own.test_images)
    expected = lbaviz.probes.clustering(told, own.test_labels, clusters=3)
    assert values(run, "test_accuracy")[12] == pytest.approx(100 * expected.accuracy)
    assert values(run, "test_error")[12] == pytest.approx(100 - 100 * expected.accuracy)
    shares = np.bincount(run.predict(own.images), minlength=3) / len(own.images)
    assert values(run, "largest_cluster")[12] == pytest.approx(100 * shares.max())
    assert set(run.predict(own.images, by="association")) <= {0, 1, 2}


def test_frames_start_at_the_centroids(run):
    about = run.recording.about()
    samples = about["samples"]
    assert [(s["index"], s["label"]) for s in samples if s["role"] == "a"] == [
        (0, 0),
        (1, 0),
        (2, 1),
        (3, 1),
        (4, 2),
        (5, 2),
    ]
    assert {s["label"] for s in samples if s["role"] == "b"} == {-1}
    assert about["class_names"] == ["cluster 0", "cluster 1", "cluster 2"] and about["n_labelled"] == 0
    frame = run.frame(12)
    points = run.trainee.parts["centroids"].points.detach()
    images = run.recording.images()[6:]
    p_ab = (points @ torch.tensor(run.embed(images)).T).softmax(dim=1)
    assert frame.p_class.shape == (6, 3)
    np.testing.assert_allclose(frame.p_visit, p_ab.mean(dim=0).numpy(), atol=1e-6)


def test_centroids_travel_among_the_inspected_images_once_they_are_placed(run):
    recording = run.recording
    assert recording.probe_steps()["projection-pca"] == [0, 6, 12]
    before, after = recording.probe("projection-pca", 6), recording.probe("projection-pca", 12)
    assert before.anchors is None and after.anchors.shape == (6, 2), "they are placed by the update after step 6"
    assert list(after.anchor_labels) == [0, 0, 1, 1, 2, 2]
    assert list(after.anchor_sizes[::2]) == list(np.bincount(after.predicted, minlength=3))
    embedded = recording.probe("embeddings", 12)
    points, stored = run.trainee.parts["centroids"].points.detach().numpy(), recording.probe_bytes("embeddings", 12)
    np.testing.assert_allclose(probed.anchors_in(stored)[0], points, rtol=2e-3, atol=2e-3)
    middle = embedded.mean(axis=0)
    axes = np.linalg.svd(embedded - middle, full_matrices=False)[2][:2].T
    plane = [np.c_[(each - middle) @ axes, np.ones(len(each))] for each in (embedded, points)]
    turn = np.linalg.lstsq(plane[0], after.positions, rcond=None)[0]  # of the images: it carries the centroids too
    np.testing.assert_allclose(plane[1] @ turn, after.anchors, atol=0.02 * after.positions.std())
    laid = run.project("tsne", steps=[6, 12], perplexity=5)
    assert laid[0].anchors is None and np.isfinite(laid[1].anchors).all() and len(laid[1].anchor_labels) == 6
    asked = run.ask("projection", method="pca", images=40)
    assert asked.anchors.shape == (6, 2) and asked.class_names == ("0", "1", "2")
    assert set(asked.predicted) <= set(asked.anchor_labels) <= {0, 1, 2}


def test_recorded_predictions_of_clusters_are_a_confusion_of_classes_for_display(run):
    confusion, own = run.recording.probe("predictions", 12), sets()[0]
    told = run.predict(run.recording.inspected_images())
    expected = lbaviz.probes.clustering(told, confusion.labels, clusters=3, classes=3)
    assert confusion.class_names == ("0", "1", "2") and confusion.counts.sum() == len(told)
    assert sorted(confusion.labels) == sorted(own.labels), "all images are inspected: there are so few"
    assert confusion.error == pytest.approx(100 - 100 * expected.accuracy)
    about = run.recording.about()
    assert set(about["inspected"]["labels"]) == {-1} and about["class_names"][0] == "cluster 0"
    unknown = fit(data.from_arrays(own.images, None), method=replace(SMALL, clusters=3), probe_every=12)
    assert "classes" not in unknown.recording.about()["inspected"]
    assert unknown.recording.probe("predictions", 12).counts.sum() == 0


@pytest.mark.parametrize("by", ["classifier", "association"])
def test_clusters_are_called_by_classes_where_right_and_wrong_are_asked(run, by):
    own = sets()[0]
    told = lbaviz.probes.clustering(run.predict(own.test_images, by=by), own.test_labels, clusters=3)
    accuracy, confusion = (run.ask(question, images=None, by=by) for question in ("accuracy", "confusion"))
    assert accuracy.error == pytest.approx(100 - 100 * told.accuracy)
    assert np.trace(confusion.counts) == round(told.accuracy * len(own.test_images))
    assert confusion.class_names == ("0", "1", "2") and run.ask("projection", method="pca").class_names[0] == "0"


@pytest.mark.parametrize("question", ["visits", "neighbors", "projection", "layers", "walks", "trace", "mmd"])
def test_a_run_without_labels_can_be_asked(run, question):
    options = {"method": "pca"} if question == "projection" else {}
    found = run.ask(question, images=20, **options)
    assert (found.frame if question == "walks" else found).step == 12


def test_all_digits_can_be_clustered_and_measured():
    split = data.load("digits").split(unlabelled="everything")
    assert len(split.unlabelled) == len(split.test) == 1797 and not len(split.labelled) and not len(split.validation)
    assert data.load("digits").split(**split.settings).checksum() == split.checksum()
    with pytest.raises(BadInput, match="unlabelled='everything' leaves no image apart, but validation is 5"):
        data.load("digits").split(unlabelled="everything", validation=5)


def constant(n: int = 30) -> data.DataSet:
    return data.from_arrays(np.full((n, 8, 8), 9, np.uint8), np.arange(n) % 3)


@pytest.mark.parametrize(
    ("own", "more", "text"),
    [
        (constant(), {}, "1 of the 30 images are different, so they cannot make 3 clusters: ask for fewer"),
        (None, {"method": DeepClustering(clusters=76)}, "75 of the 75 images are different.*76 clusters"),
        (None, {"warm_up": 12}, "the warm-up takes 12 steps and training ends at step 12, so no cluster would ever be"),
        (
            None,
            {"clusters": 5},
            r"no knob 'clusters': it is one of its fields, so pass methods.DeepClustering\(clusters=5\)",
        ),
        (None, {"baseline": True}, "learns without labels, and the baseline is labels alone: leave baseline out"),
        (data.pair(*sets()), {}, "learns from one data set, not from two domains"),
        (
            data.from_arrays(sets()[0].images, None),
            {},
            "the data has 0 classes, so deep-clustering does not know how many clusters",
        ),
    ],
)
def test_what_cannot_be_clustered_is_refused_in_one_sentence(own, more, text):
    with pytest.raises(BadInput, match=text):
        fit(own, **more)


class Flat(torch.nn.Module):
    """Tells every image the same: an empty cluster at the start."""

    def __init__(self):
        super().__init__()
        self.point = torch.nn.Parameter(torch.ones(4))

    def forward(self, images):
        return self.point.expand(len(images), 4)


def test_an_empty_cluster_at_the_start_ends_the_run_with_a_sentence_that_is_recorded(tmp_path):
    with pytest.raises(RunFailed, match="could not be placed at step 6 by k-means: only 1 of 3 clusters"):
        fit(model=Flat(), record=tmp_path / "run.lba")
    assert "change warm_up, or lower the learning rate" in lbaviz.open(tmp_path / "run.lba").recording.status()["error"]


def clusters(*counts: int) -> Clusters:
    return Clusters(np.repeat(np.eye(len(counts)), counts, axis=0), np.full(sum(counts), -1), np.ones(2))


def test_dead_clusters_and_one_that_holds_nearly_all_are_said():
    knobs = ["centroid_visit_weight", "warm_up", "learning_rate"]
    assert of_clusters(clusters(40, 20, 40), knobs) is None
    assert of_clusters(clusters(1, 99), knobs) is None  # two clusters may well be uneven
    assert of_clusters(clusters(60, 0, 40, 0), knobs) == (
        "collapsed: 2 of 4 clusters hold none of 100 images (cluster 1, cluster 3) and cluster 0 holds 60 %: go back "
        "before it and try a lower learning rate, a higher centroid visit weight or a longer warm-up"
    )
    assert of_clusters(clusters(94, 1, 1, 1, 1, 2), knobs).startswith("collapsed: cluster 0 holds 94 %: go back")


def test_a_dead_cluster_is_noted_and_marked_while_it_trains(monkeypatch):
    monkeypatch.setattr("lbaviz.session.collapse.YOUNG", 0)

    class Deaf(DeepClustering):
        def begin_step(self, at):
            super().begin_step(at)
            at.parts["classifier"].bias.data = torch.tensor([0.0, 1e6, 0.0])

    run = fit(method=Deaf(images=12, copies=2), classification_weight=0)
    marks = [event.step for event in run.recording.events() if event.kind == "note"]
    assert marks == [8]
    assert run.recording.status()["note"].startswith("collapsed: 2 of 3 clusters hold none of 75 images")


def test_the_command_line_trains_without_labels(tmp_path, capsys):
    path = tmp_path / "run.lba"
    options = ["--images", "10", "--copies", "2", "--centroids-per-cluster", "1", "--clusters", "5", "--warm-up", "1"]
    options += ["--unlabelled", "everything", "--steps", "2", "--record", str(path)]
    assert main(["train", "deep-clustering", "--data", "digits", *options]) == 0
    assert "test accuracy" in capsys.readouterr().out
    config = lbaviz.open(path).recording.meta["config"]
    assert config["method"]["structure"]["clusters"] == 5 and config["knobs"]["warm_up"] == 1
    assert main(["train", "deep-clustering", "--clusters", "1", "--steps", "2"]) == 2


def test_a_preset_settles_what_is_not_given():
    clean = sets()[0]
    run = lbaviz.fit("deep-clustering", clean, preset="paper", steps=2, warm_up=1, norm_weight=0.5, **QUICK)
    config = run.recording.meta["config"]
    structure = {"clusters": None, "centroids_per_cluster": 1, "images": 100, "copies": 4}
    assert config["method"]["structure"] == {**structure, "transformation": "paper", "norm": "mean"}
    assert config["knobs"]["norm_weight"] == 0.5 and config["knobs"]["centroid_visit_weight"] == 0.3
    assert config["knobs"]["learning_rate"]["schedule"] == "warm-staircase"
    with pytest.raises(BadInput, match="the warm-up takes 5000 steps and training ends at step 2"):
        lbaviz.fit("deep-clustering", clean, preset="paper", steps=2, **QUICK)
