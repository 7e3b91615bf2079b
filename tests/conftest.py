"""Shapes and types of inner functions are checked in every test, and in the processes that tests start."""

import os

os.environ["LBAVIZ_CHECK_SHAPES"] = "1"  # read by lbaviz/__init__.py, which installs jaxtyping's import hook
