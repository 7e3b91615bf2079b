"""A real browser for the tests of this folder, and a guard: no request leaves loopback, no error in the console."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import lbaviz

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOW = "a browser: install Debian's package chromium, then run pytest tests/browser"


@dataclass
class Guard:
    """What pages asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, page) -> None:
        """Note every request, web socket, uncaught error and console error of a page."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda websocket: self.requests.append(websocket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))

    def check(self) -> None:
        """Fail if a request left loopback or an error was reported."""
        outside = [url for url in self.requests if not is_local(url)]
        assert not outside, f"requests left loopback: {outside[:5]}"
        assert not self.errors, f"errors in the browser: {self.errors[:5]}"


def is_local(url: str) -> bool:
    """Does this address stay on the machine?"""
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "file", "about") or parts.hostname in ("127.0.0.1", "localhost", "::1")


@pytest.fixture(scope="module")  # not longer: while Playwright runs, nothing else can use asyncio
def chromium() -> Iterator:
    """A headless Chromium."""
    if CHROMIUM is None:
        pytest.skip(HOW)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, serve) -> Iterator[Callable]:  # asks for serve, so that pages close before servers end
    """Make guarded pages: new_page(width=1366, height=768, color_scheme="light")."""
    guard, contexts = Guard(), []

    def make(width: int = 1366, height: int = 768, **options):
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        guard.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()
    guard.check()


@pytest.fixture
def page(new_page):
    """A guarded page of the usual laptop size."""
    return new_page()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where screenshots are kept for looking: $LBAVIZ_SCREENSHOTS or ./screenshots."""
    folder = Path(os.environ.get("LBAVIZ_SCREENSHOTS", "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def lbaviz_command(*arguments: str) -> list[str]:
    """Return the command line of lbaviz in this environment, installed or not."""
    script = Path(sys.executable).with_name("lbaviz")
    run = (
        [str(script)]
        if script.exists()
        else [sys.executable, "-c", "import sys, lbaviz.cli; sys.exit(lbaviz.cli.main())"]
    )
    return [*run, *arguments]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """The environment of a newcomer, with an empty home."""
    package = str(Path(lbaviz.__file__).parents[1])  # in a clone that is not installed
    return {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": package, "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def serve(tmp_path, environment) -> Iterator[Callable[..., str]]:
    """Start lbaviz commands that print an address, in an empty folder and home; they end with the test."""
    processes = []

    def start(*arguments: str) -> str:
        process = subprocess.Popen(
            lbaviz_command(*arguments),
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        said = []
        for line in process.stdout:
            said.append(line)
            if address := re.search(r"http://\S+", line):
                return address[0]
        raise AssertionError(f"{arguments} ended without an address: {''.join(said)}")

    def end() -> None:
        while processes:
            process = processes.pop()
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=30)
            finally:
                process.kill()

    start.end = end  # serve.end() ends what was started so far
    yield start
    end()


@pytest.fixture
def lab(serve) -> str:
    """The address of a running `lbaviz lab`: a new one, or the one that $LBAVIZ_LAB_ADDRESS names."""
    return os.environ.get("LBAVIZ_LAB_ADDRESS") or serve("lab", "--no-browser")


@pytest.fixture
def train_elsewhere(tmp_path, environment) -> Iterator[Callable[..., Path]]:
    """Start a run that trains in another process, for as long as the test; returns its recording's path."""
    processes, recording = [], tmp_path / "run.lba"

    def start(*more: str) -> Path:
        arguments = "train association --data digits --steps 100000 --seed 0 --evaluate-every 50 --record run.lba"
        process = subprocess.Popen(
            lbaviz_command(*arguments.split(), *more),
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        while not recording.exists() and process.poll() is None:
            time.sleep(0.1)
        return recording

    yield start
    for process in processes:
        process.kill()
        said, _ = process.communicate()
        assert recording.exists(), f"train ended early: {said}"
