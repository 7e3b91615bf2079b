from argparse import ArgumentParser

from lbaviz import schedules
from lbaviz.cli import knob_options
from lbaviz.knobs import KNOBS


def parser() -> ArgumentParser:
    made = ArgumentParser()
    knob_options.add(made)
    return made


def test_help_says_where_a_knob_stands_by_default_in_each_method():
    said = " ".join(parser().format_help().split()).replace("- ", "-")  # lines break at hyphens
    assert "(LBA eq. 6) (1)" in said  # walker: the same everywhere
    assert "(1: mmd, dan; 0.25: dsn-mmd)" in said
    assert (
        "(LBA 4.1: 1e-3) (0.001: supervised, association, adda, deep-clustering, dec, imsat, depict; 0.0003: "
        "domain-adaptation, mmd" in said
    )


def test_every_knob_of_every_method_is_an_option_and_takes_a_number_or_a_schedule():
    assert knob_options.EVERY_KNOB.keys() == {knob.name for table in KNOBS.values() for knob in table}
    args = parser().parse_args(["--visit-weight", "0.3", "--domain-weight", "ramp:1:10:300"])
    assert knob_options.given(args) == {"visit_weight": 0.3, "domain_weight": schedules.ramp(1, 10, 300)}
