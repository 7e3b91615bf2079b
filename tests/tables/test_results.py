"""Tables against statistics that were worked out by hand."""

import csv
import io
from dataclasses import replace

import pytest
from tiny import CELL, ENTRIES, TABLE

from lbaviz.tables import TABLES, Store, lessons, paper, results, writing
from lbaviz.tables.results import spread

ERRORS = {0: (20.0, 21.0, 18.0), 1: (10.0, 12.0, 9.0), 2: (12.0, 12.0, 12.0)}  # last, best by validation, minimum


@pytest.fixture
def store(tmp_path):
    """Association: 20, 10, 12 (median 12, mean 14, standard deviation 5.2915); labels alone: one seed of two."""
    store = Store(tmp_path / "tiny.csv")
    for seed, (last, best, least) in ERRORS.items():
        row = {"test_error": last, "test_error_best": best, "test_error_minimum": least}
        store.append(replace(CELL, seed=seed), row)
    store.append(ENTRIES[0].cell, {"test_error": 30.0, "test_error_best": 31.0, "test_error_minimum": 29.0})
    return store


def entries():
    return tuple(replace(entry, seeds=3 if entry.cell == CELL else 2) for entry in ENTRIES)


def test_median_and_mean_with_the_sample_standard_deviation():
    assert str(spread([20.0, 10.0, 12.0], "median")) == "12.00 (5.29)"
    assert str(spread([20.0, 10.0, 12.0], "mean")) == "14.00 (5.29)"
    assert str(spread([20.0, 10.0], "median")) == "15.00 (7.07)"
    assert str(spread([20.0], "median")) == "20.00"
    assert spread([], "mean") is None


def test_markdown_has_the_papers_number_beside_ours_and_says_what_is_missing(store):
    text = writing.markdown(TABLE, results(TABLE, entries(), store), "small", {})
    head, _, first, second, third = text.split("\n\n")[1].split("\n")
    assert head == (
        "| labels | unlabelled data | paper | ours, as the paper: last weights | best by validation | "
        "minimum over training † | seeds |"
    )
    assert first == "| 20 labels | 0 unlabelled | 9.99 (0.10) | 30.00 | 31.00 | 29.00 | 1 of 2 |"
    assert second == "| 20 labels | all unlabelled | – | 12.00 (5.29) | 12.00 (5.20) | 12.00 (4.58) | 3 |"
    assert third == "| all labels | 0 unlabelled | – | – | – | – | only with --full |"
    assert "chosen on the test set, as in the paper" in text and "20 steps" in text


def test_a_table_of_means_and_minima_puts_that_number_beside_the_papers(store):
    table = replace(TABLE, statistic="mean", selection="test")
    text = writing.markdown(table, results(table, entries(), store), "small", {})
    assert "| paper | ours, as the paper: minimum over training † | last weights | best by validation | seeds |" in text
    assert "| 20 labels | all unlabelled | – | 13.00 (4.58) | 14.00 (5.29) | 15.00 (5.20) | 3 |" in text


def test_csv_has_every_number_by_itself(store):
    rows = list(csv.DictReader(io.StringIO(writing.comma_separated(TABLE, results(TABLE, entries(), store)))))
    assert len(rows) == 3
    assert rows[0]["paper"] == "9.99" and rows[0]["paper_sd"] == "0.10" and rows[0]["last_sd"] == ""
    assert (rows[1]["last"], rows[1]["last_sd"], rows[1]["last_n"]) == ("12.0000", "5.2915", "3")
    assert (rows[1]["test"], rows[1]["test_sd"], rows[1]["statistic"]) == ("12.0000", "4.5826", "median")
    assert rows[2]["last"] == "" and rows[2]["last_n"] == "0"


def test_latex_is_a_table_whose_rows_are_even_and_whose_signs_are_escaped(store):
    table = replace(TABLE, title="50 % of a_b & c")
    text = writing.latex(table, results(table, entries(), store), "small", {"svhn": "SVHN is not here"})
    body = text.split(r"\midrule")[1].split(r"\bottomrule")[0].strip().splitlines()
    assert body[1] == r"20 labels & all unlabelled & -- & 12.00 (5.29) & 12.00 (5.20) & 12.00 (4.58) & 3 \\"
    assert all(line.count("&") == 6 for line in body)
    assert r"\caption{50 \% of a\_b \& c." in text and "SVHN is not here" in text
    assert text.count("{") == text.count("}") and "†" not in text


def test_a_data_set_that_is_not_here_is_said_in_its_row(store):
    cell = replace(CELL, data="stl10")
    table = replace(TABLE, lessons=None)
    found = results(table, (replace(ENTRIES[1], cell=cell),), store)
    text = writing.markdown(table, found, "small", {"stl10": "STL-10 is not on this machine: put it there."})
    assert "| 20 labels | all unlabelled | – | – | – | – | stl10 is not here |" in text
    assert "- Not computed: STL-10 is not on this machine: put it there." in text


def test_the_lessons_are_judged_by_differences_paired_by_seed(store):
    few = results(TABLE, entries(), store)
    assert "our data (one seed) points the other way" in lessons.of_unlabelled_data(few)[0]
    assert "so few seeds cannot support or contradict" in lessons.of_unlabelled_data(few)[0]
    assert lessons.of_unlabelled_data(few)[1].endswith("not tested at this scale.")
    for alone, verdict in [((12.0, 4.0, 5.0), "supports it"), ((30.0, 18.0, 23.0), "contradicts it")]:
        found = with_labels_alone(few, alone)
        assert f"our data {verdict}" in lessons.of_unlabelled_data(found)[0]
    undecided = lessons.of_unlabelled_data(with_labels_alone(few, (21.0, 8.0, 13.0)))[0]
    # worse - better by seed: 20 - 21, 10 - 8, 12 - 13: mean 0, standard error 1
    assert "neither supports nor contradicts it" in undecided
    assert "mean difference +0.00 points, standard error 1.00, 3 seeds paired" in undecided


def with_labels_alone(found, errors):
    first = replace(found[0], numbers={**found[0].numbers, "last": dict(enumerate(errors))})
    return [first, *found[1:]]


def test_the_papers_numbers_are_those_of_its_tables():
    assert str(paper.find("lba-4", "MNIST", "visit loss weight 0.5; 1000 labeled")) == "0.82 (0.12)"
    assert str(paper.find("lba-3", "SVHN", "20 labeled; all unlabeled")) == "82.10 (1.91)"
    assert str(paper.find("lba-1", "MNIST", "All labeled samples")) == "0.36 (0.03)"
    assert paper.find("lba-stl", "STL-10", "1000 labeled").percent == "19"
    assert len(paper.others("lba-2")) == 11 and len(paper.numbers()) == 205
    with pytest.raises(KeyError):
        paper.find("lba-4", "MNIST", "visit loss weight 3; 1000 labeled")


def test_a_table_of_clusters_shows_accuracies_and_the_best_seed_alone(store):
    table = replace(TABLE, measure="accuracy", statistic="mean", lessons=None)
    for seed, silhouette in enumerate((25.0, 14.0, 12.5)):
        row = {"test_error": 20.0 - seed, "test_error_silhouette": silhouette, "k_means_pixels": 53.0 + seed}
        store.append(replace(CELL, seed=seed, steps=30), {**row, "step_silhouette": 20 + 10 * seed})
    mine = replace(ENTRIES[1], cell=replace(CELL, steps=30), seeds=3)
    three = (mine, replace(mine, row="best", statistic="best"), replace(mine, row="k-means", value="k_means_pixels"))
    found = results(table, three, store)
    text = writing.markdown(table, found, "small", {})
    assert "last weights | best by silhouette | best by walk consistency | best on test † | seeds |" in text
    assert "| 20 labels | all unlabelled | – | 81.00 (1.00) | 82.83 (6.83) | – | – | 3 |" in text
    assert "| best | all unlabelled | – | 82.00 | 87.50 | – | – | 3 |" in text
    assert "| k-means | all unlabelled | – | 54.00 (1.00) | – | – | – | 3 |" in text  # is an accuracy as it stands
    assert "- Clustering accuracy on the test images (one to one) in per cent, mean over seeds" in text
    assert "| 20 labels | all unlabelled | 20, 30, 40 |" in text and "| 20 labels | 81.00 (1.00) |" in text
    assert [row["statistic"] for row in csv.DictReader(io.StringIO(writing.comma_separated(table, found)))][1] == "best"


def test_every_table_has_every_scale_and_no_two_entries_of_one_name():
    for table in TABLES.values():
        for scale in ("fast", "small", "full"):
            found = table.entries(scale)
            assert found and len({(entry.row, entry.column) for entry in found}) == len(found)
    small = TABLES["lba-4"].entries("small")
    trained = [(entry.cell.labels_per_class, entry.cell.visit_weight, entry.seeds) for entry in small if entry.cell]
    weights = ("0", "0.25", "0.5", "1")
    assert trained == [(10, weight, 3) for weight in weights] + [(100, weight, 1) for weight in weights]
    assert all(entry.cell.steps == 2000 for entry in small if entry.cell)
    assert {entry.seeds for entry in TABLES["lba-4"].entries("small", seeds=10)} == {10}
    third = {(e.cell.labels_per_class, e.column): e.cell for e in TABLES["lba-3"].entries("small")}
    assert third[50, "0 unlabelled"].method == "supervised" and third[50, "1000 unlabelled"].unlabelled == "1000"
