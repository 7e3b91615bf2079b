"""The figures of associative deep clustering, from twelve steps on digits and from a search that was made up."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lbaviz import session
from lbaviz.cli import adc_figures, main
from lbaviz.cli.figure_recipes import SearchRecipe, obtained
from lbaviz.cli.paper_figures import FIGURES
from lbaviz.errors import BadInput

TINY = adc_figures.training("digits", 12, warm_up=6, evaluate_every=6, unlabelled="everything")
RANDOM = np.random.default_rng(0)


class Found:
    """What `lbaviz.search.search` returns, as far as a figure reads it."""

    knobs = tuple(adc_figures.VARIED)

    def __init__(self, **columns):
        self.columns = columns

    def trials(self):
        weights = {name: RANDOM.random(20) for name in self.knobs}
        return pd.DataFrame({"trial": range(20), **weights, "score": 0.1, **self.columns})


def test_exemplars_come_from_a_training_without_labels_which_is_kept(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(FIGURES, "adc-3", replace(FIGURES["adc-3"], scales={"small": (TINY,)}))
    assert main(["figures", "adc-3", "--format", "svg", "--out", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.glob("*.lba")] == ["digits-clusters-small.lba"]
    caption = (tmp_path / "adc-3.txt").read_text()
    assert "Clusters of digits found without labels (deep-clustering, seed 0, step 12)" in caption
    assert "the most probable of 1,797 test images" in caption and "after Figure 3 of Haeusser, Plapp" in caption
    assert ">Most probable images<" in (tmp_path / "adc-3.svg").read_text()
    run = session.open(tmp_path / "digits-clusters-small.lba")
    clusters, exemplars = run.ask("clustering", images=None), run.ask("exemplars", images=None, count=3)
    recorded = run.metrics().query("name == 'test_accuracy'")["value"].iloc[-1]
    assert 100 * clusters.accuracy == pytest.approx(recorded, abs=1) and clusters.step == exemplars.step == 12
    assert exemplars.images.shape == (10, 3, 8, 8, 1) and exemplars.sizes.tolist() == clusters.sizes.tolist()
    assert f"{int(run.ask('exemplars', images=None).wrong.sum())} of the" in caption


def test_an_ablation_shows_accuracies_of_trials_that_were_chosen_without_labels():
    figure, caption = adc_figures.ablation(Found(accuracy=RANDOM.uniform(20, 90, 20)))
    assert "Clustering accuracy (%) of 20 trainings" in caption and "after Figure 5 of" in caption
    panels = [axes for axes in figure.axes[0].child_axes if axes.containers]
    assert len(panels) == 6 and all(axes.get_xlim() == (0, 1) for axes in panels)
    with pytest.raises(BadInput, match="adc-5 shows accuracies, and no trial of its search has one"):
        adc_figures.ablation(Found())


def test_a_search_is_kept_beside_the_figure(tmp_path, monkeypatch):
    asked = {}
    monkeypatch.setattr("lbaviz.search.search", lambda *given, **more: asked.update(given=given, **more))
    obtained(SearchRecipe("digits", 3, {"steps": 20}), tmp_path, "fast")
    assert asked["given"] == ("deep-clustering", "digits") and asked["trials"] == 3 and asked["steps"] == 20
    assert asked["storage"] == tmp_path / "digits-search-fast.log"


def test_a_recording_cannot_stand_in_for_a_search():
    from lbaviz.cli.figures import _refusal

    assert "adc-5 is drawn from a search" in _refusal("adc-5", FIGURES["adc-5"], [None])
