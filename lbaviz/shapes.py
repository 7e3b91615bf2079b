"""The check of shapes that tests switch on with LBAVIZ_CHECK_SHAPES=1: jaxtyping's import hook, kept to arrays.

Functions that state a shape are checked, all their types included. Public ones take plain tensors and say in their
own words what is wrong; they are left alone.
"""

from collections.abc import Callable
from typing import get_args

from jaxtyping import AbstractArray, install_import_hook


def install() -> None:
    """Check shapes in every module of lbaviz that is imported from now on."""
    install_import_hook("lbaviz", "lbaviz.shapes.check_shapes")


def check_shapes(function: Callable) -> Callable:
    """Have beartype check a function that states the shape of an array; return any other as it is."""
    from beartype import BeartypeConf, beartype  # installed with the tests only

    stated = getattr(function, "__annotations__", {}).values()
    check = beartype(conf=BeartypeConf(is_pep484_tower=True))  # an int may stand where a float is expected
    return check(function) if any(map(states_shape, stated)) else function


def states_shape(annotation: object) -> bool:
    """Say whether an annotation is, or contains, a jaxtyping array."""
    if isinstance(annotation, type) and issubclass(annotation, AbstractArray):
        return True
    return any(map(states_shape, get_args(annotation)))
