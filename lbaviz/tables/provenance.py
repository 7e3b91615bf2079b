"""Which version of the program made a number."""

import datetime
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
TRAINS = (
    "adversaries.py",
    "alignment.py",
    "assignments.py",
    "association",
    "augmentation",
    "clustering.py",
    "data",
    "discrepancies.py",
    "methods",
    "models",
    "session",
    "engine.py",
    "precision.py",
    "separation.py",
    "knobs",
    "schedules.py",
)


def commit() -> str:
    """Return the short hash in a clone, with "-dirty" where what trains differs from it; else the version."""
    root = PACKAGE.parent
    if not (root / ".git").exists():  # installed, perhaps below a clone of something else
        return sys.modules["lbaviz"].__version__
    git = ("git", "-C", str(root))
    paths = [str(PACKAGE / name) for name in TRAINS]
    try:
        head = subprocess.run([*git, "rev-parse", "--short=7", "HEAD"], capture_output=True, text=True, check=True)
        dirty = subprocess.run([*git, "status", "--porcelain", "--", *paths], capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return sys.modules["lbaviz"].__version__
    return f"{head.stdout.strip()}-dirty" if dirty.strip() else head.stdout.strip()


def today() -> str:
    return str(datetime.datetime.now(datetime.UTC).date())
