"""Recordings as one HTML page that needs no kernel, no server and no network: it also works from a USB stick."""

import base64
import errno
import hashlib
import json
import os
from dataclasses import dataclass
from html import escape
from pathlib import Path

from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.views import embedded
from lbaviz.views.document import BUNDLE, document, policy, view_element

MOST_BYTES = 10_000_000
DATA = "lbaviz-data"  # id of the script that holds the runs


@dataclass(frozen=True)
class Page(embedded.Kept):
    """A page that was written: how large it is, and how many of the recorded frames and probed steps it shows."""

    path: Path = Path()
    size: int = 0  # bytes

    def sentence(self) -> str:
        kept = self.thinned("frames")
        return f"Wrote {self.path} ({self.size / 1e6:.1f} MB{f', {kept}' if kept else ''})."

    def thinned(self, frames: str) -> str:
        """Say what was left out; "" where nothing was. frames: what frames are called there."""
        counts = ((self.frames, self.recorded, frames), (self.probed, self.probes_recorded, "probed steps"))
        parts = [f"{shown} of {all_of_them} {what}" for shown, all_of_them, what in counts if shown != all_of_them]
        return f"{' and '.join(parts)} to stay below 10 MB" if parts else ""


@dataclass(frozen=True)
class Shown:
    """One view on a page: "dashboard", "inside", "embedding" and so on; other: the second run of "compare"."""

    recording: Recording
    view: str = "dashboard"
    other: Recording | None = None


def write_page(recording: Recording | str | Path, out: str | Path, *, view: str = "dashboard") -> Page:
    """Write a stand-alone page of a recording and say what became of it; above 10 MB frames and probes are thinned.

    view: which (`Shown`). BadInput if it cannot be written; no part of a page stays behind, and a page that was there
    before stays as it was.
    """
    return write_views([Shown(recording if isinstance(recording, Recording) else Recording(recording), view)], out)


def write_views(views: list[Shown], out: str | Path, *, group: dict | None = None) -> Page:
    """Write several views, also of several runs, as one page; as `write_page`. group: what links them (`link`)."""
    out, recordings = Path(out), {}
    for shown in views:
        for recording in filter(None, (shown.recording, shown.other)):
            recordings.setdefault(recording.path.resolve(), recording)
    names = _names(list(recordings))
    runs = {path: _named(embedded.payload(recording), names[path]) for path, recording in recordings.items()}
    unknown = sum((_nothing_of(recording) for recording in recordings.values()), embedded.Kept(0, 0))
    room = MOST_BYTES - len(_html(views, names, list(runs.values()), unknown, group).encode())
    kept = embedded.Kept(0, 0)
    for path, recording in recordings.items():
        found, part = embedded.history(recording, room // len(runs))
        runs[path], kept = {**runs[path], **found}, kept + part
    html = _html(views, names, list(runs.values()), kept, group).encode()
    _write(out, html)
    return Page(kept.frames, kept.recorded, kept.probed, kept.probes_recorded, out, len(html))


def _names(paths: list[Path]) -> dict[Path, str]:
    """Return what each run is called on the page: its file's name, with a number where several are called the same."""
    names: dict[Path, str] = {}
    for path in paths:
        same = sum(other.name == path.name for other in names)
        names[path] = path.name if same == 0 else f"{path.stem} ({same + 1}){path.suffix}"
    return names


def _named(run: dict, name: str) -> dict:
    return {**run, "about": {**run["about"], "path": name, "name": name}}


def _nothing_of(recording: Recording) -> embedded.Kept:
    """Return counts that make the page's last line as long as it can be."""
    steps = len(recording.frame_steps())
    return embedded.Kept(steps, steps + 1, 0, 1)


def _html(views: list[Shown], names: dict[Path, str], runs: list[dict], kept: embedded.Kept, group) -> str:
    single = len(runs) == 1 and len(views) == 1
    several = {"runs": [{**run, "capabilities": {"open": False}} for run in runs], "current": runs[0]["about"]["path"]}
    content = runs[0] if single else several
    data = json.dumps(content, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    bundle = BUNDLE.read_text(encoding="utf-8").replace("</script", "<\\/script").replace("<!--", "<\\!--")
    digest = base64.b64encode(hashlib.sha256(bundle.encode()).digest()).decode()
    content = escape(policy(f"'sha256-{digest}'"))
    thinned = Page(kept.frames, kept.recorded, kept.probed, kept.probes_recorded).thinned("recorded frames")
    title = " · ".join(names.values())
    link = {} if group is None else {"group": json.dumps(group)}
    elements = [view_element(shown.view, DATA, **({} if single else _of(shown, names)), **link) for shown in views]
    return document(
        title,
        "\n".join(elements),
        f'<script type="application/json" id="{DATA}">{data}</script>\n<script type="module">{bundle}</script>',
        head=f'<meta http-equiv="Content-Security-Policy" content="{content}">',
        footer=f"{title}, exported with lbaviz; contains pictures of the data{f' · {thinned}' if thinned else ''}",
    )


def _of(shown: Shown, names: dict[Path, str]) -> dict[str, str]:
    """Return which of the page's runs a view shows."""
    other = {} if shown.other is None else {"other": names[shown.other.path.resolve()]}
    return {"run": names[shown.recording.path.resolve()], **other}


def _write(out: Path, html: bytes) -> None:
    """Write beside the target first, so that a full disk leaves neither half a page nor takes an old one."""
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(html)
        partial.replace(out)
    except OSError as error:
        reasons = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up"}
        why = reasons.get(error.errno, error.strerror or str(error))
        raise BadInput(
            f"{out} cannot be written ({why}): choose a folder with {len(html) / 1e6:.0f} MB of space"
        ) from error
    finally:
        try:
            partial.unlink(missing_ok=True)
        except OSError:
            pass  # a folder that cannot be written holds no part either
