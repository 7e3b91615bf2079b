"""Fine-tuning by association (LBA sec. 4.6): a branch that walks to other unlabelled images from its step on."""

import numpy as np
import pytest
from test_domains import QUICK, two_domains
from test_fit import same, values, weights

import lbaviz
from lbaviz.errors import BadInput
from lbaviz.methods import Association
from lbaviz.session import resume, train_in_foreground


def source_only(tmp_path, name="run.lba", **more):
    method = Association(labelled_per_class=4, unlabelled_batch=12)
    settings = {**QUICK, "unlabelled": "source", "record": tmp_path / name, **more}
    return lbaviz.fit(method, two_domains(), steps=9, **settings)


def test_the_branch_walks_to_the_target_and_is_its_parent_before(tmp_path):
    run = source_only(tmp_path)
    branch = run.branch(7, steps=10, data=two_domains(), unlabelled="target")
    parent, child = values(run, "walker"), values(branch, "walker")
    assert all(parent[step] == child[step] for step in range(1, 8)) and parent[8] != child[8]
    seen = branch.trainee.batch_at(7).images_b.permute(0, 2, 3, 1).numpy().astype(np.uint8)
    target = {image.tobytes() for image in two_domains().target.images}
    assert all(image.tobytes() in target for image in seen)
    assert branch.recording.frame_steps()[0] == 7  # earlier frames had other images
    assert min(values(branch, "validation_error")) == 0  # errors go on from the parent's


def test_a_branch_between_checkpoints_repeats_the_steps_before_it_on_the_source(tmp_path):
    branches = []
    for name, every in (("each.lba", 1), ("some.lba", 5)):
        run = source_only(tmp_path, name, checkpoint_every=every)
        branches.append(run.branch(7, steps=10, data=two_domains(), unlabelled="target"))
    assert same(*map(weights, branches))


def test_best_weights_are_chosen_after_the_swap_and_a_branch_goes_on_from_its_file(tmp_path):
    branch = source_only(tmp_path).branch(7, steps=8, data=two_domains(), unlabelled="target")
    later = train_in_foreground(resume(branch.path, steps=10, data=two_domains()), progress=False)
    whole = source_only(tmp_path, "again.lba").branch(7, steps=10, data=two_domains(), unlabelled="target")
    assert same(weights(later), weights(whole))
    assert whole.trainee.plan.split.settings["unlabelled"] == "target"


def test_what_cannot_be_swapped_is_said(tmp_path):
    run = source_only(tmp_path)
    with pytest.raises(BadInput, match="made with own data: hand it in again with data="):
        run.branch(7, unlabelled="target")
    with pytest.raises(BadInput, match="unlabelled is 'targets', but of a pair it is 'source' or 'target'"):
        run.branch(7, data=two_domains(), unlabelled="targets")
