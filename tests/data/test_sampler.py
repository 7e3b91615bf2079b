import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lbaviz.data import LabelledSampler, UnlabelledSampler
from lbaviz.errors import BadInput

quick = settings(max_examples=40, deadline=None)


@quick
@given(n=st.integers(1, 6000), batch=st.integers(1, 150), seed=st.integers(0, 2**32 - 1))
def test_every_epoch_holds_every_sample_once(n, batch, seed):
    sampler = UnlabelledSampler(n, batch, seed)
    steps = -(-2 * n // batch)  # two epochs
    drawn = np.concatenate([sampler.indices(step) for step in range(steps)])
    assert drawn.dtype == np.int64 and len(drawn) == steps * batch
    for epoch in (drawn[:n], drawn[n : 2 * n]):
        assert (np.sort(epoch) == np.arange(n)).all()


@quick
@given(steps=st.lists(st.integers(0, 10**6), min_size=1, max_size=8), n=st.integers(1, 500), batch=st.integers(1, 2000))
def test_a_batch_depends_on_its_step_only(steps, n, batch):
    used = UnlabelledSampler(n, batch, 5)
    for step in steps:
        used.indices(step)
    for step in steps:
        assert (used.indices(step) == UnlabelledSampler(n, batch, 5).indices(step)).all()


@quick
@given(
    sizes=st.lists(st.integers(1, 12), min_size=1, max_size=6), per_class=st.integers(1, 30), seed=st.integers(0, 99)
)
def test_labelled_batches_are_balanced_in_class_order_and_epoch_wise(sizes, per_class, seed):
    names = np.arange(len(sizes)) * 3 + 1  # any labels, with gaps
    labels = np.random.RandomState(0).permutation(names.repeat(sizes))
    sampler = LabelledSampler(labels, per_class, seed)
    batches = [sampler.indices(step) for step in range(12)]
    assert len(sampler) == len(batches[0]) == per_class * len(sizes)
    for batch in batches:
        assert (labels[batch] == names.repeat(per_class)).all()
        for k, size in enumerate(sizes):
            mine = np.bincount(batch[k * per_class : (k + 1) * per_class])
            assert mine.max() <= -(-per_class // size) + 1
            if size == per_class:
                assert mine.max() == 1
    for k, size in enumerate(sizes):
        queue = np.concatenate([batch[k * per_class : (k + 1) * per_class] for batch in batches])
        for start in range(0, len(queue) - size + 1, size):
            assert len(set(queue[start : start + size])) == size


def test_two_classes_two_seeds_and_the_two_samplers_draw_differently():
    labels = np.repeat([0, 1], 50)
    first, second = LabelledSampler(labels, 50, 0).indices(0).reshape(2, 50)
    assert (first != second - 50).any()
    assert (LabelledSampler(labels, 50, 1).indices(0)[:50] != first).any()
    assert (UnlabelledSampler(50, 50, 0).indices(0) != first).any()


def test_epochs_differ():
    sampler = UnlabelledSampler(5000, 5000, 0)
    assert (sampler.indices(0) != sampler.indices(1)).any()


def test_the_sequence_is_the_one_that_recordings_were_made_with():
    """A change here breaks the resume of every recording that exists."""
    assert UnlabelledSampler(10, 5, 3).indices(7).tolist() == [7, 2, 3, 8, 4]
    assert LabelledSampler(np.arange(9) % 3, 2, 3).indices(7).tolist() == [0, 0, 4, 1, 2, 5]


def test_sixty_thousand_samples_cost_little_per_step():
    sampler, labelled = UnlabelledSampler(60_000, 100, 0), LabelledSampler(np.arange(100) % 10, 10, 0)
    start = time.process_time()
    for step in range(1000):
        sampler.indices(step)
        labelled.indices(step)
    assert time.process_time() - start < 0.5  # measured: 0.025 s


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: LabelledSampler(np.array([], int), 2, 0), "there are no labelled images"),
        (lambda: LabelledSampler(np.array([0, -1]), 2, 0), "has the label -1"),
        (lambda: LabelledSampler(np.array([0, 1]), 0, 0), "labelled samples per class in a batch is 0"),
        (lambda: UnlabelledSampler(0, 5, 0), "there are no unlabelled images"),
        (lambda: UnlabelledSampler(9, -5, 0), "unlabelled samples in a batch is -5"),
        (lambda: UnlabelledSampler(9, 5, -1), "the seed is -1"),
    ],
)
def test_bad_samplers_are_refused(make, text):
    with pytest.raises(BadInput, match=text):
        make()
