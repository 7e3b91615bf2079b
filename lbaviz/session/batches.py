"""The batch of every step: drawn on the CPU by (seed, step), gathered and augmented on the device."""

from collections.abc import Callable

import torch
from torch import Tensor

from lbaviz import augmentation, probes
from lbaviz.data import LabelledSampler, UnlabelledSampler
from lbaviz.methods import Batch, needs_labels
from lbaviz.session.plan import Plan


def batches(plan: Plan) -> Callable[[int], Batch]:
    """Return the batch of a step as a function of it. Labels of the unlabelled part go into none."""
    return with_labels(plan) if needs_labels(plan.method) else without_labels(plan)


def with_labels(plan: Plan) -> Callable[[int], Batch]:
    """A: the same number of labelled samples of each class; B: unlabelled ones, where the method wants them."""
    split, method = plan.split, plan.method
    labelled = LabelledSampler(split.labelled.labels, method.labelled_per_class, plan.seed)
    images_a = torch.as_tensor(split.labelled.images).to(plan.device)
    labels_a = torch.as_tensor(split.labelled.labels).to(plan.device)
    unlabelled, images_b = None, None
    if method.unlabelled_batch:
        unlabelled = UnlabelledSampler(len(split.unlabelled), method.unlabelled_batch, plan.seed)
        images_b = torch.as_tensor(split.unlabelled.images).to(plan.device)

    def images_of(images: Tensor, index, step: int, role: str) -> Tensor:
        return changed(plan, gathered(plan, images, index), step, role)

    def batch_at(step: int) -> Batch:
        a = labelled.indices(step)
        b = None if unlabelled is None else images_of(images_b, unlabelled.indices(step), step, "b")
        return Batch(images_of(images_a, a, step, "a"), labels_a[torch.as_tensor(a).to(plan.device)], b)

    return batch_at


def without_labels(plan: Plan) -> Callable[[int], Batch]:
    """B: images as they are; A: augmented copies of them, whose label is the image's place in B."""
    part, method = plan.split.unlabelled, plan.method
    sampler = UnlabelledSampler(len(part), method.images, plan.seed)
    images = torch.as_tensor(part.images).to(plan.device)
    labels = torch.arange(method.images, device=plan.device).repeat(method.copies)

    def batch_at(step: int) -> Batch:
        b = gathered(plan, images, sampler.indices(step))
        if not method.copies:
            return Batch(None, None, b)
        return Batch(changed(plan, b.repeat(method.copies, 1, 1, 1), step, "a"), labels, b)

    return batch_at


def gathered(plan: Plan, images: Tensor, index) -> Tensor:
    return probes.to_network(images[torch.as_tensor(index).to(plan.device)])


def changed(plan: Plan, images: Tensor, step: int, role: str) -> Tensor:
    return augmentation.augment(plan.augment, images, seed=plan.seed, step=step, role=role)
