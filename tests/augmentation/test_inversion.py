"""Random inversion of images: which ones, by which numbers, and which sizes of batches."""

import numpy as np
import pytest
import torch

import lbaviz
from lbaviz import augmentation
from lbaviz.errors import BadInput
from lbaviz.methods import Association
from lbaviz.session import prepare
from lbaviz.session.trainee import batches

IMAGES = torch.as_tensor(np.random.RandomState(0).randint(0, 256, (400, 1, 4, 4))).float()
EQUAL = {"method": Association(labelled_per_class=4, unlabelled_batch=40), "data": "digits", "steps": 1}


def inverted(images, before):
    """Which images are 255 - x; all others are as they were."""
    found = (images == 255 - before).flatten(1).all(dim=1)
    assert (images[~found] == before[~found]).all()
    return found


@pytest.mark.parametrize("name", ["inversion-paper", "inversion-released"])
def test_every_second_image_is_inverted_exactly(name):
    chosen = inverted(augmentation.augment(name, IMAGES, seed=0, step=0), IMAGES)
    assert 160 < chosen.sum() < 240
    other = inverted(augmentation.augment(name, IMAGES, seed=0, step=1), IMAGES)
    assert 160 < (chosen ^ other).sum() < 240  # drawn again in each step


def test_the_paper_inverts_labelled_images_only_the_code_both_by_numbers_of_their_own():
    assert augmentation.augment("inversion-paper", IMAGES, seed=0, step=0, role="b") is IMAGES
    a, b = (
        inverted(augmentation.augment("inversion-released", IMAGES, seed=0, step=0, role=role), IMAGES) for role in "ab"
    )
    assert 160 < (a ^ b).sum() < 240


@pytest.mark.parametrize(("name", "both"), [("inversion-paper", False), ("inversion-released", True)])
def test_batches_of_a_run(name, both):
    plain, changed = (batches(prepare(**EQUAL, augment=augment).loop.trainee.plan)(3) for augment in (None, name))
    assert inverted(changed.images_a, plain.images_a).any()
    assert bool(inverted(changed.images_b, plain.images_b).any()) == both


def test_the_code_needs_batches_of_one_size():
    with pytest.raises(
        BadInput, match="100 labelled and 40 unlabelled images go into a step: ask for unlabelled_batch=100"
    ):
        prepare(Association(unlabelled_batch=40), "digits", steps=1, augment="inversion-released")
    for method, name in ((Association(unlabelled_batch=40), "inversion-paper"), ("supervised", "inversion-released")):
        prepare(method, "digits", steps=1, augment=name)
    with pytest.raises(BadInput, match="20 labelled and 100 unlabelled"):  # two of ten classes have labels
        prepare("association", "digits", steps=1, augment="inversion-released", labelled_classes=[0, 1])


def test_names_are_listed():
    assert {"inversion-paper", "inversion-released"} < set(lbaviz.augmentation.NAMES)
    with pytest.raises(BadInput, match="Did you mean 'inversion-"):
        augmentation.check("inversion", (28, 28, 1))
