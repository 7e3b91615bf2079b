"""Make the recording of the present format version: python tests/recordings/make.py tests/recordings/v2.lba

A new format version gets a new file beside the old ones, which stay as they are.
"""

import sqlite3
import sys

import torch

import lbaviz


def network() -> torch.nn.Module:
    """A network so small that its checkpoints are a few kB."""
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 8))


if __name__ == "__main__":
    torch.set_num_threads(1)
    session = lbaviz.start(
        "association",
        "digits",
        model=lbaviz.models.normalise(network(), 128.0, 128.0),
        steps=3,
        precision="float32",
        record=sys.argv[1],
        baseline=True,
        paused=True,
        learning_rate=lbaviz.schedules.staircase(1e-3, 0.5, 2, 1e-5),
        evaluate_every=1,
        frame_every=1,
        checkpoint_every=1,
        probe_every=1,
    )
    session.step(2)
    session.wait()
    session.set(visit_weight=0.5)
    session.resume()
    print(session.wait())
    with sqlite3.connect(sys.argv[1]) as connection:
        connection.execute("VACUUM")  # nothing stays of what was deleted, as the name of this machine
