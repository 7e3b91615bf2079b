"""Exact nearest neighbours by chunks.

Scores come from products in a fast, rough number format; the few best candidates of each query are then compared in
float64. How wrong a rough score can be is known: a query whose candidates may not hold all its nearest is searched once
more in the next finer format. The result is that of float64, but for the order of ties.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from lbaviz.precision import has_bfloat16_units

SCORES = 64 * 2**20  # bytes of scores held at once
REFINED = 32 * 2**20  # bytes of candidates compared at once
GROUP = 16  # gallery samples that share a maximum: the best k of all lie in the k best groups
SPARE = {torch.bfloat16: 22, torch.float32: 8, torch.float64: 8}  # candidates beyond k
WORTH = 2**24  # pairs of samples from which on bfloat16 is tried first
UNSURE = 0.25  # share of queries to be searched again at which a format is given up
PARTS = 3  # numbers of a rough format that add up to |y|^2/2


@dataclass(frozen=True)
class Form:
    """The gallery in one number format, as columns whose product with [q, 1, 1, 1] is q y - |y|^2/2 (or q y alone)."""

    rows: Tensor  # (m filled up to whole groups, d + 3)
    longest: float  # largest |y|
    offset: float  # largest |y|^2/2
    rounding: float  # largest |y - rounded y|
    unit: float  # relative error of one addition
    scores: Tensor  # (queries at once, m filled up): the same memory for every block, as fresh memory is slow

    def error(self, q: Float[Tensor, "n d"], rounded: Float[Tensor, "n d"]) -> Float[Tensor, " n"]:
        """Return how wrong a score may be, for each query, before it is stored."""
        length, slip = q.norm(dim=1), (q - rounded.double()).norm(dim=1)
        sums = (self.rows.shape[1] + 1) * self.unit * (length * self.longest + self.offset)
        return 1.01 * (slip * self.longest + (length + slip) * self.rounding + sums)


def search(
    queries: Float[Tensor, "n d"], gallery: Float[Tensor, "m d"], own: Int[Tensor, " n"] | None, k: int, euclidean: bool
) -> tuple[Int[Tensor, "n k"], Float[Tensor, "n k"]]:
    """Return the k best gallery rows of each query, best first, and their similarities: q y, or -|q - y|.

    own: the gallery row of each query that does not count.
    """
    centre = gallery.double().mean(dim=0) if euclidean else 0.0  # distances do not depend on it, rounding does
    forms: dict[torch.dtype, Form] = {}
    formats = [torch.float32, torch.float64]
    if gallery.device.type == "cpu" and len(queries) * len(gallery) >= WORTH and has_bfloat16_units():
        formats.insert(0, torch.bfloat16)
    found, block = [], max(1, SCORES // (4 * len(gallery)))
    for start in range(0, len(queries), block):
        part = queries[start : start + block]
        indices, similarities = part.new_empty(len(part), k, dtype=torch.int64), part.new_empty(len(part), k).double()
        left = torch.arange(len(part), device=part.device)
        for dtype in list(formats):
            if dtype not in forms:
                forms[dtype] = form(gallery.double() - centre, dtype, euclidean, min(block, len(queries)))
            mine = None if own is None else own[start : start + block][left]
            best, values, sure = attempt(part[left], gallery, centre, mine, k, euclidean, forms[dtype])
            indices[left], similarities[left] = best, values
            if dtype is torch.bfloat16 and (~sure).double().mean() > UNSURE:
                formats.remove(dtype)
            left = left[~sure]
            if not len(left):
                break
        found.append((indices, similarities))
    return torch.cat([pair[0] for pair in found]), torch.cat([pair[1] for pair in found])


def form(y: Float[Tensor, "m d"], dtype: torch.dtype, euclidean: bool, block: int) -> Form:
    """Round the centred gallery to a number format, and note what that costs."""
    rounded = y.to(dtype)
    half = y.square().sum(dim=1) / 2 if euclidean else y.new_zeros(len(y))
    rows = y.new_zeros(-(-len(y) // GROUP) * GROUP, y.shape[1] + PARTS, dtype=dtype)
    rows[: len(y), : y.shape[1]] = rounded
    rows[len(y) :, -1] = -torch.inf  # what fills the last group is nobody's neighbour
    rest = -half
    for part in range(y.shape[1], rows.shape[1]):
        rows[: len(y), part] = rest
        rest = rest - rows[: len(y), part].double()
    exact = dtype is torch.float64 or torch.get_float32_matmul_precision() == "highest"
    unit = (2.0**-53 if dtype is torch.float64 else 2.0**-24) if exact else 2.0**-8  # a caller may allow rough products
    rounding = (y - rounded.double()).norm(dim=1).max()
    longest, scores = float(y.norm(dim=1).max()), rows.new_empty(block, len(rows))
    return Form(rows, longest, float(half.max()), float(rounding), unit, scores)


def attempt(
    queries: Float[Tensor, "n d"],
    gallery: Float[Tensor, "m d"],
    centre: Float[Tensor, " d"] | float,
    own: Int[Tensor, " n"] | None,
    k: int,
    euclidean: bool,
    form: Form,
) -> tuple[Int[Tensor, "n k"], Float[Tensor, "n k"], Bool[Tensor, " n"]]:
    """Return the best k among candidates of one number format, their similarities, and which queries are settled."""
    dtype = form.rows.dtype
    candidates = min(k + (own is not None) + SPARE[dtype], len(gallery))
    q = queries.double() - centre
    rounded = q.to(dtype)
    with torch.autocast(q.device.type, enabled=False):
        extended = torch.cat([rounded, rounded.new_ones(len(q), PARTS)], dim=1)
        scores = torch.mm(extended, form.rows.T, out=form.scores[: len(q)])
    values, indices = largest(scores, candidates)
    similarities = compare(queries, gallery, indices, euclidean)
    if own is not None:
        similarities.masked_fill_(indices == own[:, None], -torch.inf)
    similarities, order = similarities.topk(k, dim=1)
    if candidates == len(gallery) or dtype is torch.float64:
        sure = torch.ones(len(q), dtype=torch.bool, device=q.device)
    else:
        least = values[:, -1].double()  # no rough score of the others is above it
        highest = least + form.error(q, rounded) + torch.finfo(dtype).eps * least.abs()
        last = similarities[:, -1]
        sure = ((q.square().sum(dim=1) - last.square()) / 2 if euclidean else last) >= highest
    return indices.gather(1, order), similarities, sure


def largest(scores: Float[Tensor, "n filled"], count: int) -> tuple[Float[Tensor, "n count"], Int[Tensor, "n count"]]:
    """Return the largest scores of each row and where they stand: first the best groups, then the best in them."""
    groups = scores.shape[1] // GROUP
    if groups <= 2 * count:
        return scores.topk(count, dim=1)
    grouped = scores.unflatten(1, (GROUP, groups))  # group j: every sample whose number leaves j over
    best = grouped.amax(dim=1).topk(count, dim=1, sorted=False).indices
    values, at = grouped.gather(2, best[:, None].expand(-1, GROUP, -1)).flatten(1).topk(count, dim=1)
    return values, at // count * groups + best.gather(1, at % count)


def compare(
    queries: Float[Tensor, "n d"], gallery: Float[Tensor, "m d"], indices: Int[Tensor, "n c"], euclidean: bool
) -> Float[Tensor, "n c"]:
    """Return the similarities of each query to its candidates in float64."""
    rows = max(1, REFINED // (8 * indices.shape[1] * queries.shape[1]))
    found = []
    for q, which in zip(queries.split(rows), indices.split(rows), strict=True):
        y = gallery[which].double()
        if euclidean:
            found.append(-(y - q.double()[:, None]).square_().sum(dim=2).sqrt_())
        else:
            found.append((y @ q.double()[:, :, None])[:, :, 0])
    return torch.cat(found)
