import pandas as pd
import pytest

import lbaviz.search
from lbaviz import session
from lbaviz.errors import BadInput
from lbaviz.methods import Association
from lbaviz.search import scores

pytest.importorskip("optuna", reason="Optuna: pip install '.[test]'")


def test_deep_clustering_is_searched_as_in_the_paper_and_judged_without_labels(tmp_path):
    storage = tmp_path / "search.log"
    ask = {"trials": 1, "steps": 2, "preset": "paper", "model": "digits-net", "fix": {"warm_up": 1}}
    found = lbaviz.search.search("deep-clustering", "digits", storage=storage, **ask)
    assert found.knobs == (
        "centroid_association_weight",
        "augmentation_association_weight",
        "transformation_weight",
        "classification_weight",
    )  # alpha, beta, delta and the centroids' classification; "except for the normalization loss weight"
    table = found.trials()
    assert (table.score == table.silhouette).all() and {"accuracy", "nmi", "ari", "agreement"} <= set(table)
    words = found.command(0).split()
    assert (
        words[:11] == "lbaviz train deep-clustering --data digits --steps 2 --preset paper --model digits-net".split()
    )
    assert {word for word in words if word.startswith("--")} == {
        *("--data", "--steps", "--preset", "--model", "--seed", "--warm-up"),
        *(f"--{name.replace('_', '-')}" for name in found.knobs),
    }  # the preset names its structure
    with pytest.raises(BadInput, match="made with settings preset paper, and now came nothing more"):
        lbaviz.search.search("deep-clustering", "digits", storage=storage, **{**ask, "preset": None})


class Ended:
    """A training that ended at step 2 with these numbers."""

    def __init__(self, *rows):
        self.rows = rows

    def metrics(self):
        return pd.DataFrame(self.rows, columns=["step", "name", "value"])


def test_a_run_that_has_collapsed_at_its_end_has_the_least_silhouette(tmp_path, monkeypatch):
    ended = Ended((1, "silhouette", 0.9), (2, "accuracy", 10.0), (2, "steps_per_second", 7.0))
    monkeypatch.setattr(session, "train_in_foreground", lambda run, progress: ended)
    ask = {"trials": 1, "steps": 2, "storage": tmp_path / "search.log", "fix": {"warm_up": 1}}
    table = lbaviz.search.search("deep-clustering", "digits", **ask).trials()
    assert table.score[0] == table.silhouette[0] == -1 and table.accuracy[0] == 10
    assert "steps_per_second" not in table and scores.missing("deep-clustering", "accuracy") is None


def test_what_labels_have_chosen_is_said():
    assert scores.chosen_by("silhouette") == scores.chosen_by("validation_error") == ""
    assert scores.chosen_by("accuracy") == " (the labels chose it)"
    assert scores.chosen_by("test_error") == " (the test labels chose it)"


@pytest.mark.parametrize(
    ("method", "data", "more", "sentence"),
    [
        ("association", lbaviz.data.load("digits").split(), {}, "data is a name or a data set, got Split: every trial"),
        (
            Association(similarity=lambda a, b: a @ b.T),
            "digits",
            {},
            "writes its settings down, and similarity is func",
        ),
        ("association", "digits", {"trials": 0}, "the number of trials is at least 1, got 0"),
        ("association", "digits", {"trials": 2.5}, "the number of trials is at least 1, got 2.5"),
    ],
)
def test_what_cannot_be_searched_is_refused_before_anything_is_made(tmp_path, method, data, more, sentence):
    with pytest.raises(BadInput, match=sentence):
        lbaviz.search.search(method, data, **{"trials": 1, "steps": 1, "storage": tmp_path / "search.log", **more})
    assert not list(tmp_path.iterdir())


def test_structure_that_was_asked_for_is_written_down(tmp_path):
    method, storage = Association(labelled_per_class=1, similarity="cosine"), tmp_path / "search.log"
    found = lbaviz.search.search(
        method, "digits", trials=1, steps=1, storage=storage, unlabelled="rest", validation=None
    )
    assert found.spec.settings == {"labelled_per_class": 1, "similarity": "cosine", "steps": 1, "unlabelled": "rest"}
    assert "--labelled-per-class 1 --similarity cosine --steps 1 --unlabelled rest --seed 0" in found.command(0)
