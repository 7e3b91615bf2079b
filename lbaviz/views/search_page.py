"""A search as one HTML page that needs no kernel, no server and no network, and shows itself again while it goes on."""

import os
from html import escape
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.plots import draw
from lbaviz.records import Ablation
from lbaviz.views.document import document

AGAIN_SECONDS = 10
POLICY = (  # nothing is fetched; Plotly's parallel coordinates are drawn by functions that it makes while it runs
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
STYLE = """<style>
.search { background: #fff; color: #1b1b1f; font: 14px/1.5 system-ui, sans-serif; padding: 8px 16px; }
.search h1 { font-size: 18px; margin: 4px 0; } .search p { margin: 4px 0; overflow-wrap: anywhere; }
.search table { border-collapse: collapse; } .search td, .search th { padding: 1px 12px 1px 0; text-align: right; }
.search .wide { overflow-x: auto; }
</style>"""
SHOW = """const show = (id, chart) =>
  Plotly.newPlot(id, chart.data, chart.layout, { responsive: true, displaylogo: false });
"""
BEST = 10  # trials in the table


def charts_of(search) -> list:
    """Return the charts of a search as it stands: its trials, and what each knob does to the score (ADC Figure 5)."""
    record, ranges = search.record(), {name: (each.low, each.high) for name, each in search.spec.vary.items()}
    if not len(record.scores):
        return [draw(record)]
    table = record.table().rename(columns={"score": record.score})
    shown = Ablation.from_trials(table, record.knobs, score=record.score, ranges=ranges, logarithmic=record.log)
    return [draw(record), draw(shown)]


def write_search_page(search, out: str | Path) -> Path:
    """Write the page of an `lbaviz.search.Search` as it stands; BadInput where it cannot be written."""
    from plotly.offline import get_plotlyjs

    out, standing, spec = Path(out), search.standing(), search.spec
    title = f"search of {spec.method} on {spec.data}"
    charts = charts_of(search)
    boxes = [f'<div class="chart" id="chart{i}"></div>' for i in range(len(charts))]
    calls = [f"show('chart{i}', {_json(chart)});" for i, chart in enumerate(charts)]
    head = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">{STYLE}'
    if standing.finished < standing.total:
        head += f'<meta http-equiv="refresh" content="{AGAIN_SECONDS}">'
    said = [f"<p>{escape(line)}</p>" for line in search.sentence().splitlines()]
    body = "".join([f"<h1>{escape(title)}</h1>", *said, *boxes, f'<div class="wide">{_table(search)}</div>'])
    scripts = f"<script>{get_plotlyjs()}</script>\n<script>{SHOW}{''.join(calls)}</script>"
    _write(out, document(title, f'<div class="search">{body}</div>', scripts, head=head))
    return out


def _json(chart) -> str:
    return chart.to_json().replace("<", "\\u003c")


def _table(search) -> str:
    """Return the best trials with all that is known of them."""
    spec, trials = search.spec, search.trials()
    best = trials.sort_values("score", ascending=spec.low_is_good, kind="stable").head(BEST)
    table = best.to_html(index=False, border=0, float_format=lambda number: f"{number:.4g}", na_rep="–")
    return table.replace("\n", "")


def _write(out: Path, html: str) -> None:
    """Write beside the target first: a browser may be reading it."""
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        partial.write_text(html, encoding="utf-8")
        partial.replace(out)
    except OSError as error:
        raise BadInput(f"{out} cannot be written ({error.strerror or error}): choose another folder") from error
    finally:
        partial.unlink(missing_ok=True)
