"""Tables of domain adaptation: their trainings, their numbers and coverage."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lbaviz.errors import BadInput
from lbaviz.records.coverage import coverage
from lbaviz.tables import TABLES, Store, domains, lessons, paper, results, writing

GOLDEN = Path(__file__).parents[1] / "golden"
TABLE, PAIR = TABLES["ada-2"], "mnist:usps"


def test_coverage_equals_the_golden_values():
    golden = np.load(GOLDEN / "coverage_golden.npz", allow_pickle=False)
    found = [coverage(*each) for each in zip(golden["da"], golden["so"], golden["to"], strict=True)]
    np.testing.assert_allclose(found, golden["coverage"], rtol=1e-12, atol=1e-12)
    assert coverage(1.0, 2.0, 2.0) is None


def test_published_coverages_follow_from_published_errors():
    """SEMANTICS 40: those of the paper's own row do; it takes the others from their papers."""
    for pair in map(domains.title, domains.PAIRS["full"]):
        source, ours, target = (paper.find("ada-2", pair, row) for row in ("Source only", "DA_assoc", "Target only"))
        found = 100 * coverage(float(ours.percent), float(source.percent), float(target.percent))
        assert f"{found:.2f}" == ours.coverage
    fine = paper.find("lba-5", "SVHN → MNIST", "Fine-tuned by association")
    assert f"{100 * coverage(float(fine.percent), 18.56, 0.38):.1f}" == fine.coverage


def test_every_method_has_a_row_and_the_papers_settings():
    full = {(entry.row, entry.column): entry for entry in TABLE.entries("full")}
    tuned = full["DA_assoc", "MNIST → MNIST-M"].cell
    assert (tuned.visit_weight, tuned.delay, tuned.steps, tuned.augment) == ("0.6", "500", 12_000, "inversion-released")
    assert (tuned.labelled_per_class, tuned.unlabelled_batch, tuned.model) == ("100", "1000", "svhn-net")
    signs = full["DA_assoc", "Synth Signs → GTSRB"].cell
    assert (signs.visit_weight, signs.delay, signs.labelled_per_class, signs.unlabelled_batch) == (
        "0.1",
        "0",
        "24",
        "1032",
    )
    assert full["DA_assoc", "Synth Digits → SVHN"].cell.delay == "2000"
    for pair in ("MNIST → MNIST-M", "SVHN → MNIST"):
        fixed = full["DA_assoc, fixed parameters", pair].cell
        assert (fixed.visit_weight, fixed.delay) == ("0.5", "500")
        assert (fixed.labelled_per_class, fixed.unlabelled_batch) == ("10", "100")
    assert len({entry.row for entry in full.values()}) == len(domains.ROWS)
    small = {entry.row: entry for entry in TABLE.entries("small") if entry.column == "MNIST → USPS" and entry.cell}
    assert {entry.cell.steps for entry in small.values()} == {1500}
    assert "--delay 300 --growing-steps 600" in small["DA_assoc"].cell.command()
    assert small["DA_assoc, fixed parameters"].cell.growing_steps == ""
    assert small["DA_assoc"].seeds == small["Source only"].seeds == 3
    assert small["Target only"].cell.labelled == "target"
    assert small["Source only, by association"].cell.unlabelled == "source"


def test_pairs_can_be_named_and_other_tables_have_none():
    assert {entry.column for entry in TABLE.entries("small", pairs=["svhn-part:mnist"])} == {"SVHN's part → MNIST"}
    with pytest.raises(BadInput, match="lba-4 has no pairs of domains: leave --pairs out"):
        TABLES["lba-4"].entries("small", pairs=[PAIR])


@pytest.fixture
def store(tmp_path):
    """Source only 30 and 28, target only 4, association 10 and 6, distances 0.5 and 0.25; one seed less than asked."""
    store, cells = (
        Store(tmp_path / "domains.csv"),
        {row.name: domains.cell_of(row, "small", PAIR) for row in domains.ROWS},
    )
    source = errors(31, 29, 33, 27) | {"coral_error": 17, "mmd": 0.5}
    store.append(cells["Source only"], {"test_error": 30, **source})
    store.append(replace(cells["Source only"], seed=1), {"test_error": 28, **source})
    store.append(cells["Target only"], {"test_error": 4, **errors(4, 4, 3, 3)})
    for seed, error in ((0, 10), (1, 6)):
        steps = {"step_validation": 900 + seed, "step_entropy": 300, "step_consistency": 400, "step_test": 1500 - seed}
        row = {"test_error": error, **errors(9, 7, 6, 5), "mmd": 0.25, **steps}
        store.append(replace(cells["DA_assoc"], seed=seed), row)
    return store


def errors(*found: float) -> dict[str, float]:
    """Test errors as chosen by source validation, by entropy, by walk consistency and on the target test."""
    names = ("test_error_best", "test_error_entropy", "test_error_consistency", "test_error_minimum")
    return dict(zip(names, found, strict=True))


def test_numbers_stand_with_coverage_between_the_two_ends(store):
    entries = TABLE.entries("small", seeds=2, pairs=[PAIR])
    text = writing.markdown(TABLE, results(TABLE, entries, store), "small", {})
    rows = text.split("\n\n")[1].splitlines()
    lines = {line.split(" | ")[0].strip("| "): line for line in rows}
    assert lines["method"] == (
        "| method | pair | paper | ours, as the paper: best on target test † | last weights | best by source "
        "validation | best by entropy | best by walk consistency | seeds |"
    )
    assert all(line.count("|") == 10 for line in rows)
    middle = "27.00 ± 0.00 | 29.00 ± 1.41 | 31.00 ± 0.00 | 29.00 ± 0.00 | 33.00 ± 0.00"
    assert lines["Source only"].endswith(f"| – | {middle} | 2 |")
    # (5 - 27) / (3 - 27) = 91.7 %, (8 - 29) / (4 - 29) = 84.0 %, (9 - 31) / (4 - 31) = 81.5 %, (7 - 29) / (4 - 29) =
    # 88.0 %, (6 - 33) / (3 - 33) = 90.0 %; CORAL: 12 / 25
    assert lines["DA_assoc"].endswith(
        "| 5.00 ± 0.00 (91.7 %) | 8.00 ± 2.83 (84.0 %) | 9.00 ± 0.00 (81.5 %) | 7.00 ± 0.00 (88.0 %) | "
        "6.00 ± 0.00 (90.0 %) | 2 |"
    )
    assert lines["CORAL"].endswith("| – | 17.00 ± 0.00 (48.0 %) | – | – | – | 2 |")
    assert lines["Target only"].endswith("| 3.00 | 4.00 | 4.00 | 4.00 | 3.00 | 1 of 2 |")
    assert "| DA_assoc | 8.00 ± 2.83 (84.0 %) |\n" in text.split("| method (last weights; in brackets the paper's)")[1]
    assert "DA_assoc has 8.00 (2.83) % (last weights); of 3 other rows lower: none." in text


def test_steps_are_told_that_each_selection_chose_and_what_it_costs(store):
    found = results(TABLE, TABLE.entries("small", seeds=2, pairs=[PAIR]), store)
    chosen = writing.markdown(TABLE, found, "small", {}).split("\n\n")[-1]
    assert chosen == (
        "| method (steps chosen, by seed) | pair | best by source validation | best by entropy | best by walk "
        "consistency | best on target test † |\n|---|---|---:|---:|---:|---:|\n"
        "| DA_assoc | MNIST → USPS | 900, 901 | 300, 300 | 400, 400 | 1500, 1499 |\n"
    )
    rows = {row["row"]: row for row in csv.DictReader(io.StringIO(writing.comma_separated(TABLE, found)))}
    ours = rows["DA_assoc"]
    assert (ours["entropy"], ours["consistency"], ours["consistency_n"]) == ("7.0000", "6.0000", "2")
    assert (ours["validation_steps"], ours["test_steps"], "last_steps" in ours) == ("900 901", "1500 1499", False)
    assert (rows["CORAL"]["last"], rows["CORAL"]["entropy"]) == ("17.0000", "")
    # source only: 3, 1, 4, 4, 2, 2, 6, 6 above 27; association: 5, 1, 4, 4, 2, 2, 1, 1 above 5; target only is left out
    assert lessons.of_model_selection(found) == [
        "Above the lowest test error of 4 trainings on MNIST → USPS, mean in points: last weights 2.50, best by source "
        "validation 4.00, best by entropy 2.00, best by walk consistency 3.50."
    ]
    assert lessons.of_model_selection(found)[0] in TABLE.lessons(found)


def test_distances_share_the_trainings_and_stand_beside_errors(store):
    table = TABLES["ada-3"]
    text = writing.markdown(table, results(table, table.entries("small", seeds=2, pairs=[PAIR]), store), "small", {})
    assert table.trainings == TABLE.trainings
    assert "| DA_assoc: MMD | MNIST → USPS | – | 0.2500 ± 0.0000 | – | – | – | – | 2 |" in text
    assert "| DA_assoc: test error | MNIST → USPS | – | 8.00 ± 2.83 |" in text


def test_the_papers_numbers_stand_as_it_prints_them():
    table = replace(TABLE, lessons=None)
    entries = table.entries("full", pairs=["svhn:mnist"])
    text = writing.markdown(table, results(table, entries, Store("nowhere.csv")), "full", {"svhn:mnist": "no SVHN."})
    assert (
        "| DA_assoc, fixed parameters | SVHN → MNIST | 4.32 ± 1.54 | – | – | – | – | – | svhn:mnist is not here |"
        in text
    )
    assert "| DA_assoc | SVHN → MNIST | 2.40 (93.71 %) |" in text and "| DANN | [26.15 (42.57 %)] |" in text
    assert "Transf. Repr. 21.20 (SVHN → MNIST)" in text


def test_fine_tuning_stands_beside_the_adaptation_of_the_same_pair():
    entries = {entry.row: entry for entry in TABLES["lba-5"].entries("full")}
    printed = {row: entry.paper.percent for row, entry in entries.items()}
    assert printed == {
        "Source only": "18.56", "Fine-tuned by association": "0.51", "DA_assoc, fixed parameters": "4.32",
        "DA_assoc": "2.40", "Target only": "0.38",
    }  # fmt: skip
    tuned = entries["Fine-tuned by association"].cell
    assert tuned.steps - int(tuned.swap_at) == 9000 and tuned.visit_weight == "0.5" and not tuned.augment
    small = {entry.row: entry.cell for entry in TABLES["lba-5"].entries("small", pairs=["usps:mnist"])}
    assert {cell.size for cell in small.values()} == {"16"} and "--size 16" in small["Target only"].command()
    assert entries["DA_assoc"].cell == {e.row: e for e in TABLE.entries("full", pairs=["svhn:mnist"])}["DA_assoc"].cell
