"""The knobs of all methods as options of a command: --visit-weight 0.3, or a schedule."""

from argparse import ArgumentParser, ArgumentTypeError

from lbaviz import schedules
from lbaviz.errors import BadInput
from lbaviz.knobs import KNOBS

ALL_KNOBS = [knob for table in KNOBS.values() for knob in table]
EVERY_KNOB = {name: next(k for k in ALL_KNOBS if k.name == name) for name in dict.fromkeys(k.name for k in ALL_KNOBS)}


def add(parser: ArgumentParser) -> None:
    """Give a parser one option for each name of a knob."""
    group = parser.add_argument_group("knobs")
    for name, knob in EVERY_KNOB.items():
        group.add_argument(f"--{name.replace('_', '-')}", type=_value, help=f"{knob.help} ({_defaults(name)})")


def given(args) -> dict[str, float | schedules.Schedule]:
    """Return the knobs that were given, by name."""
    return {name: getattr(args, name) for name in EVERY_KNOB if getattr(args, name) is not None}


def _defaults(name: str) -> str:
    """Say where a knob stands by default: one number, or one for each group of methods."""
    methods: dict[float, list[str]] = {}
    for method, table in KNOBS.items():
        for knob in table:
            if knob.name == name:
                methods.setdefault(knob.default, []).append(method)
    if len(methods) == 1:
        return f"{next(iter(methods)):g}"
    return "; ".join(f"{default:g}: {', '.join(names)}" for default, names in methods.items())


def _value(text: str):
    """Read a knob's value; argparse would replace the sentence of any other error."""
    try:
        return schedules.from_text(text)
    except BadInput as error:
        raise ArgumentTypeError(str(error)) from None
