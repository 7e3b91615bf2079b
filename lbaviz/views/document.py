"""The HTML around a view that stands alone: served by `lbaviz watch`, or written by `lbaviz export`."""

from html import escape
from pathlib import Path

BUNDLE = Path(__file__).with_name("lbaviz.js")  # every view, bundled from views/js
CSP = "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data: blob:; connect-src {}; {}"
STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; background: #ffffff; color: #5d5f69; }
main { max-width: 1880px; margin: 0 auto; padding: 8px; box-sizing: border-box; }
main.several { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); gap: 8px; }
main.several > [data-view=dashboard], main.several > [data-view=inside], main.several > [data-view=compare],
main.several > [data-view=time], main.several > [data-view=controls] { grid-column: 1 / -1; }
main.several > * { min-width: 0; }
footer, noscript { display: block; padding: 4px 24px 12px; font: 12px/1.4 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { body { background: #15171b; color: #a4a7b1; } }
"""


def policy(scripts: str, connect: str = "'none'") -> str:
    """Return a Content-Security-Policy that allows these scripts and connections, and nothing else but styles."""
    return CSP.format(scripts, connect, "base-uri 'none'; form-action 'none'")


def view_element(kind: str, source: str, **data: str) -> str:
    """Return the element that a view is put into (views/js/index.js).

    kind: of the view. source: "server", or the id of a JSON script; data: run, other and group, as data attributes.
    """
    more = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f'<div data-lbaviz="{escape(source)}" data-view="{escape(kind)}"{more}></div>'


def document(title: str, views: str, scripts: str, *, head: str = "", footer: str = "") -> str:
    """Return a page that shows views (the HTML of `view_element`, one a line)."""
    several = ' class="several"' if "\n" in views else ""
    foot = f"<footer>{escape(footer)}</footer>" if footer else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{head}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · lbaviz</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
<main{several}>
{views}
</main>
<noscript>This page draws with JavaScript, which is switched off here.</noscript>
{foot}
{scripts}
</body>
</html>
"""
