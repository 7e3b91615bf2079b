"""The command line: `lbaviz COMMAND`. A command's module is imported when it is asked for, so that --help is quick."""

import argparse
import os
import sys
import traceback
import warnings
from functools import partial
from importlib import import_module

from lbaviz import __version__
from lbaviz.errors import BadInput, RunFailed, nearest

COMMANDS = {
    "lab": "open a chapter in JupyterLab, ready to play",
    "train": "train a network, with a progress bar, and record the run",
    "set": "move a knob of a run that trains in another process",
    "watch": "show a recording in the browser, live while it trains",
    "export": "write a recording as one page that needs no network",
    "info": "say what a recording holds",
    "copy": "copy a recording, also while it is being written",
    "figures": "draw the figures of the papers again, as PDF, SVG or PNG",
    "tables": "recompute tables of the papers, their number beside ours",
    "search": "draw knobs at random, on one machine or many, and keep what each draw is worth",
    "data": "list the data sets, or fetch some",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 the run failed, 2 bad input, 130 Ctrl-C."""
    arguments = sys.argv[1:] if arguments is None else arguments
    verbose = "--verbose" in arguments
    try:
        with warnings.catch_warnings():
            warnings.showwarning = partial(_show_warning, warnings.showwarning)
            code = _run([argument for argument in arguments if argument != "--verbose"])
        sys.stdout.flush()  # a reader that has gone is noticed here, not after us
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if verbose:
            traceback.print_exc()
        return _say(error)


def _say(error: Exception) -> int:
    """Print the sentence of an error and return its exit code."""
    code, sentence = 2 if isinstance(error, BadInput) else 1, str(error)
    if not isinstance(error, BadInput | RunFailed):
        sentence = (
            f"this is a mistake in lbaviz ({type(error).__name__}: {error}): --verbose shows where; please tell us"
        )
    print(f"lbaviz: {' '.join(sentence.split())}", file=sys.stderr)
    return code


def _show_warning(otherwise, message, category, *where, **more) -> None:
    """Show warnings of lbaviz as one line, and others as Python does."""
    if category.__module__.startswith("lbaviz."):
        print(f"lbaviz: {message}", file=sys.stderr)
    else:
        otherwise(message, category, *where, **more)


def _run(arguments: list[str]) -> int:
    parser = _parser()
    if not arguments or arguments[0].startswith("-"):
        parser.parse_args(arguments)
        parser.print_help()
        return 0
    name, rest = arguments[0], arguments[1:]
    if name not in COMMANDS:
        raise BadInput(f"there is no command '{name}'.{nearest(name, COMMANDS)}")
    command = import_module(f"lbaviz.cli.{name}")
    own = Parser(prog=f"lbaviz {name}", description=COMMANDS[name].capitalize() + ".", allow_abbrev=False)
    command.add_arguments(own)
    return command.run(own.parse_args(rest))


class Parser(argparse.ArgumentParser):
    """Refuses with one sentence that names the nearest option, instead of a usage text."""

    def parse_args(self, args=None, namespace=None):
        parsed, unknown = self.parse_known_args(args, namespace)
        if unknown:
            options = [option for action in self._actions for option in action.option_strings if option[:2] == "--"]
            hint = nearest(unknown[0].split("=")[0], options) if unknown[0].startswith("-") else " Leave it out."
            raise BadInput(f"{self.prog} does not know '{unknown[0]}'.{hint}")
        return parsed

    def error(self, message: str):
        raise BadInput(f"{self.prog}: {message} (see {self.prog} --help)")


def _parser() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:8} {text}" for name, text in COMMANDS.items())
    parser = Parser(
        prog="lbaviz",
        usage="lbaviz COMMAND [options]   (lbaviz COMMAND --help for the options)",
        description="Watch, steer and understand neural networks that learn by association.",
        epilog=f"commands:\n{lines}\n\nstart here: lbaviz lab",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"lbaviz {__version__}")
    parser.add_argument("--verbose", action="store_true", help="show the traceback of an error")
    return parser
