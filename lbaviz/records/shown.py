"""How a noun with arrays stands in a notebook: in one line, arrays by shape and type."""

from dataclasses import fields, is_dataclass

import numpy as np

ITEMS = 3  # of a tuple, list or dictionary that are written out


def one_line(noun) -> str:
    """Return the class and its fields: arrays as type and shape, other values shortened, what is not set left out."""
    named = {item.name: getattr(noun, item.name) for item in fields(noun)}
    there = {name: value for name, value in named.items() if value is not None and not _empty(value)}
    if there.get("seconds") == 0:
        del there["seconds"]  # not measured
    return f"{type(noun).__name__}({', '.join(f'{name}={_said(value)}' for name, value in there.items())})"


def _empty(value) -> bool:
    return isinstance(value, tuple | list | dict | str) and not value


def _said(value) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape}"
    if isinstance(value, float | np.floating):
        return f"{value:.4g}"
    if isinstance(value, np.generic):
        return str(value)
    if is_dataclass(value):
        return f"{type(value).__name__}(…)"
    if isinstance(value, dict):
        return f"{{{_first([f'{key!r}: {_said(one)}' for key, one in value.items()])}}}"
    if isinstance(value, tuple | list):
        words = _first([_said(one) for one in value])
        return f"({words})" if isinstance(value, tuple) else f"[{words}]"
    return repr(value)


def _first(words: list[str]) -> str:
    more = f", … {len(words)} in all" if len(words) > ITEMS else ""
    return ", ".join(words[:ITEMS]) + more
