"""The tables of clustering without labels: what is trained, what is read off it, and what stands beside."""

from dataclasses import replace

import numpy as np
import pytest

import lbaviz
from lbaviz import cli, data, probes
from lbaviz.knobs import KNOBS
from lbaviz.recording import Recording
from lbaviz.tables import TABLES, Store, adc, results, training, writing
from lbaviz.tables.cluster_readings import cluster_readings

FAST = replace(adc.cell_of("fast", "digits"), steps=20)


def by_name(table: str, scale: str) -> dict:
    return {(entry.row, entry.column): entry for entry in TABLES[table].entries(scale)}


def test_every_training_is_of_options_and_knobs_that_the_command_line_knows(monkeypatch):
    parsed = []
    monkeypatch.setattr("lbaviz.cli.train.run", lambda args: parsed.append(args) or 0)
    cells = {cell for name in ("adc-1", "adc-2") for scale in ("fast", "small", "full")
             for entry in TABLES[name].entries(scale) if entry.cell for cell in entry.cells()[:1]}  # fmt: skip
    for cell in cells:
        assert cli.main(cell.command().split()[1:]) == 0, cell.command()
        assert cell.knob_texts().keys() <= {knob.name for knob in KNOBS[cell.method]}
    assert len(parsed) == len(cells) > 10


def test_the_small_scale_is_digits_without_any_label_and_mnist_on_seeds_fixed_before():
    entries = by_name("adc-1", "small")
    digits, mnist = entries["ADC", "digits"], entries["ADC", "MNIST"]
    assert [cell.seed for cell in digits.cells()] == [0, 1, 2, 3, 4] and [cell.seed for cell in mnist.cells()] == [
        0,
        1,
        2,
    ]
    assert (digits.cell.steps, digits.cell.unlabelled, digits.cell.labels_per_class) == (3000, "everything", 0)
    assert (mnist.cell.steps, mnist.cell.unlabelled) == (3000, "")
    assert entries["k-means on pixels", "MNIST"].cell == mnist.cell  # read off the same training
    assert {"DEC", "DEPICT", "IMSAT"} <= {row for row, _ in entries}
    presets = {row: entry.cell.preset for (row, _), entry in entries.items() if row.startswith("ADC")}
    assert list(presets.values()) == ["lbaviz", "lbaviz", "paper", "released-code"]


def test_the_papers_accuracies_stand_beside_ours():
    small, full = by_name("adc-1", "small"), by_name("adc-1", "full")
    assert str(small["k-means on pixels", "MNIST"].paper) == "53.49" and small["ADC", "digits"].paper is None
    assert str(small["ADC", "MNIST"].paper) == "98.7 (0.6)" and str(small["ADC, best seed", "MNIST"].paper) == "99.2"
    assert str(small["IMSAT", "MNIST"].paper) == "98.4 (0.4)"
    assert str(full["IMSAT", "CIFAR-10"].paper) == "19.9 (0.2)"  # from scratch, not with features of ImageNet
    assert str(full["k-means on ADC's embeddings", "STL-10"].paper) == "47.1 (3.2)"
    second = by_name("adc-2", "full")
    assert str(second["MNIST", "L_assoc,aug; k-means on embeddings"].paper) == "85.3 (6.4)"
    assert str(second["STL-10", "L_assoc,c + L_norm"].paper) == "16.2 (1.1)"
    assert all(entry.paper for (row, _), entry in second.items() if row in ("MNIST", "CIFAR-10", "STL-10"))


def test_losses_are_left_out_by_weights_of_zero():
    without = {column: entry.cell.knob_texts() for (_, column), entry in by_name("adc-2", "small").items()}
    assert all(entry.cell.preset == "lbaviz" for entry in by_name("adc-2", "small").values())
    assert without["all"] == {} and without["L_assoc,c + L_norm + L_assoc,aug"] == {"transformation_weight": "0"}
    alone = without["L_assoc,c + L_norm"]
    assert alone.pop("warm_up") == "0"  # there is nothing to warm up on
    assert set(alone.values()) == {"0"} and len(alone) == 3 and "norm_weight" not in alone
    full = by_name("adc-2", "full")["CIFAR-10", "L_assoc,c + L_norm"].cell
    assert (full.preset, full.model, full.images) == ("paper", "resnet-5", "128")


def test_a_training_gives_accuracies_of_k_means_before_and_after(tmp_path):
    row = training.train(FAST, tmp_path)
    run = Recording(tmp_path / f"{FAST.stem()}.lba")
    assert 10 in run.checkpoint_steps() and int(row["step_silhouette"]) > 10  # after the warm-up
    split = data.load("digits").split(unlabelled="everything")
    pixels = probes.k_means(split.unlabelled.images, 10, labels=split.unlabelled.labels)
    assert float(row["k_means_pixels"]) == pytest.approx(100 * pixels.accuracy, abs=0.01)
    assert {0 < float(row[name]) <= 100 for name in ("k_means_warm_up", "warm_up_accuracy", "k_means_embeddings")} == {
        True
    }
    assert float(row["test_error_minimum"]) <= min(
        float(row[f"test_error{end}"]) for end in ("_silhouette", "_consistency")
    )
    store = Store(tmp_path / "clusters.csv")
    store.append(FAST, row)
    entries = tuple(
        replace(entry, cell=FAST)
        for entry in TABLES["adc-1"].entries("fast")
        if entry.cell and entry.cell.method == adc.METHOD
    )
    found = {result.entry.row: result for result in results(TABLES["adc-1"], entries, store)}
    assert found["ADC"].spread("last").centre == pytest.approx(100 - float(row["test_error"]))
    assert found["k-means on pixels"].spread("last").centre == float(row["k_means_pixels"])
    text = writing.markdown(TABLES["adc-1"], list(found.values()), "fast", {})
    assert f"| ADC | digits | – | {100 - float(row['test_error']):.2f} |" in text
    chosen = text[text.index("(steps chosen, by seed)") :]
    assert "| ADC | digits |" in chosen and "best seed" not in chosen  # the same trainings: once
    assert np.isfinite(float(row["test_error"]))


def test_a_training_that_collapsed_has_no_k_means_on_embeddings(tmp_path, monkeypatch):
    few = {"warm_up": 4, "evaluate_every": 0, "frame_every": 0, "checkpoint_every": 4, "progress": False}
    run = lbaviz.fit("deep-clustering", "digits", steps=6, unlabelled="everything", record=tmp_path / "run.lba", **few)
    monkeypatch.setattr("lbaviz.probes.embed", lambda model, images, machine: np.ones((len(images), 4), np.float32))
    found = cluster_readings(run)
    assert found["k_means_embeddings"] == found["k_means_warm_up"] == "" and float(found["k_means_pixels"]) > 50


def test_the_losses_are_judged_by_higher_accuracy(tmp_path):
    store, entries = Store(tmp_path / "clusters.csv"), TABLES["adc-2"].entries("small")
    errors = {"L_assoc,c + L_norm": 30.0, "L_assoc,c + L_norm + L_assoc,aug": 10.0, "all": 12.0}
    for entry in entries:
        if entry.row == "digits" and not entry.value:
            for cell in entry.cells():
                store.append(cell, {"test_error": errors[entry.column] + 0.1 * cell.seed})
    said = TABLES["adc-2"].lessons(results(TABLES["adc-2"], entries, store))
    assert "“Associations of augmented images help” (digits): our data supports it" in said[0]
    assert (
        "“The transformation loss helps” (digits): our data contradicts it" in said[1]
        and "mean difference -2.00" in said[1]
    )
    assert said[2].endswith("no data yet.")
