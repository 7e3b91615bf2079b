import subprocess
import sys

import pytest
from fake_runs import finished

BLOCK = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"No module named '{{name}}'", name=name)

sys.meta_path.insert(0, Missing())
"""
WIDGETS = ("anywidget", "ipywidgets", "traitlets", "IPython", "jupyterlab", "plotly", "umap", "openTSNE")


def run_without(blocked: tuple, code: str) -> str:
    script = BLOCK.format(blocked=blocked) + code
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_watch_and_export_work_without_widgets_plotly_jupyter_matplotlib_and_torch(tmp_path):
    path = finished(tmp_path / "run.lba")
    code = f"""
from lbaviz.views.feed import Feed
from lbaviz.views.server import Server
from lbaviz.views.page import write_page
import lbaviz.cli, lbaviz.cli.watch
server = Server(Feed({str(path)!r})); server.start(); server.close()
assert lbaviz.cli.main(["export", {str(path)!r}, {str(tmp_path / "run.html")!r}]) == 0
"""
    assert "Wrote" in run_without((*WIDGETS, "matplotlib", "torch"), code)


def test_figures_draw_without_widgets_torch_and_pyplot(tmp_path):
    path = finished(tmp_path / "run.lba")
    code = f"""
from lbaviz import figures
figures.draw({str(path)!r}).savefig({str(tmp_path / "walk.pdf")!r})
"""
    run_without((*WIDGETS, "torch"), code + "assert 'matplotlib.pyplot' not in sys.modules")


@pytest.mark.parametrize("module", ["lbaviz.views.base", "lbaviz.views.server", "lbaviz.figures", "lbaviz.plots"])
def test_what_draws_never_imports_torch(module):
    run_without((), f"import {module}\nassert 'torch' not in sys.modules")
