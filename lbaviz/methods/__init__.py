"""What is trained: small frozen values that say which batches they need and return named, unweighted loss terms."""

from lbaviz.errors import BadInput, nearest
from lbaviz.methods.association import Association
from lbaviz.methods.batch import Batch
from lbaviz.methods.supervised import Supervised

METHODS = {method.name: method for method in (Supervised, Association)}

__all__ = ["METHODS", "Association", "Batch", "Supervised", "resolve"]


def resolve(method):
    """Return a method for its command-line name, class or instance; BadInput names the nearest."""
    if isinstance(method, str):
        if method not in METHODS:
            raise BadInput(f"there is no method '{method}'.{nearest(method, METHODS)}")
        return METHODS[method]()
    if isinstance(method, type):
        method = method()
    for needed in ("name", "parts", "terms"):
        if not hasattr(method, needed):
            raise BadInput(f"a method has name, parts and terms, got {type(method).__name__}: pass 'association' or so")
    return method
