import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from fake_runs import finished

from lbaviz.cli import main


def watch(*arguments: str) -> subprocess.Popen:
    command = [
        sys.executable,
        "-c",
        "import sys; from lbaviz.cli import main; sys.exit(main())",
        "watch",
        "--no-browser",
    ]
    return subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_watch_prints_its_address_serves_and_ends_cleanly(tmp_path, number, code):
    process = watch(str(finished(tmp_path / "run.lba")))
    lines = [process.stdout.readline() for _ in range(6)]
    address = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=\S+", "".join(lines))
    assert f"ssh -L {address[1]}:127.0.0.1:{address[1]}" in "".join(lines)
    with urllib.request.urlopen(address[0].replace("/?", "/topic/about?"), timeout=10) as answer:
        assert json.load(answer)["name"] == "run.lba"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"http://127.0.0.1:{address[1]}/", timeout=10)
    process.send_signal(number)
    out, error = process.communicate(timeout=20)
    assert process.returncode == code and "has ended" in out and error == ""


def test_watch_refuses_an_occupied_port_and_what_is_no_recording(tmp_path, capsys):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["watch", str(finished(tmp_path / "run.lba")), "--port", str(port), "--no-browser"]) == 2
        assert f"port {port} is occupied" in capsys.readouterr().err
    assert main(["watch", str(tmp_path / "none.lba")]) == 2
    assert "there is no file" in capsys.readouterr().err


def test_export_never_overwrites_silently(tmp_path, capsys):
    run, out = str(finished(tmp_path / "run.lba")), tmp_path / "run.html"
    assert main(["export", run, str(out)]) == 0
    assert "The page contains pictures of the data." in capsys.readouterr().out
    out.write_text("mine")
    assert main(["export", run, str(out)]) == 2
    assert f"{out} exists already: give another name, or --force to replace it" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert main(["export", run, str(out), "--force"]) == 0 and out.stat().st_size > 10_000
    assert main(["export", run, run, "--force"]) == 2
    assert "is the recording itself" in capsys.readouterr().err
    assert main(["export", run, str(tmp_path / "no" / "run.html")]) == 2
    assert "cannot be written (No such file or directory)" in capsys.readouterr().err
