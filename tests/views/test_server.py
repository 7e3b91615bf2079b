import http.client
import json
import time
from contextlib import closing

import pytest
from fake_runs import advance, begin, inspect, probe_bytes

from lbaviz.errors import BadInput
from lbaviz.views.feed import Feed
from lbaviz.views.server import Server


@pytest.fixture
def writer(tmp_path):
    writer = begin(tmp_path / "run.lba")
    advance(writer, range(11))
    yield writer
    writer.close()


@pytest.fixture
def server(writer):
    server = Server(Feed(writer.path))
    server.start()
    yield server
    server.close()


def ask(server, path: str, *, method: str = "GET", body=None, cookie: bool = True, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    if cookie:
        headers["Cookie"] = f"lbaviz-{server.port}={server.token}"
    with closing(connection):
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def order(server, command, **headers):
    headers = {"Content-Type": "application/json", **headers}
    body = command if isinstance(command, bytes) else json.dumps(command).encode()
    return ask(server, "/command", method="POST", body=body, **headers)


def test_the_address_opens_the_page_and_hands_out_a_strict_cookie(server):
    code, headers, body = ask(server, server.address.split(str(server.port))[1], cookie=False)
    assert code == 200 and b'data-lbaviz="server"' in body
    assert "HttpOnly; SameSite=Strict" in headers["Set-Cookie"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["Referrer-Policy"] == "no-referrer" and headers["X-Content-Type-Options"] == "nosniff"
    assert ask(server, "/lbaviz.js")[0] == 200


@pytest.mark.parametrize("path", ["/", "/lbaviz.js", "/topic/about", "/topic/images", "/frame?step=0", "/events"])
def test_without_the_token_everything_is_forbidden(server, path):
    assert ask(server, path, cookie=False)[0] == 403
    joint = "&" if "?" in path else "?"
    assert ask(server, f"{path}{joint}token=wrong", cookie=False)[0] == 403
    assert ask(server, path, cookie=False, Cookie=f"lbaviz-{server.port}=wrong")[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example:8000", ""])
def test_a_foreign_host_is_forbidden_even_with_the_token(server, host):
    assert ask(server, f"/topic/about?token={server.token}", Host=host)[0] == 403


def test_a_tunnel_to_another_port_works(server):
    assert ask(server, "/topic/about", Host="localhost:9999")[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
def test_a_foreign_origin_is_forbidden(server, writer, origin):
    assert order(server, {"kind": "pause"}, Origin=origin)[0] == 403
    assert ask(server, "/topic/about", Origin=origin)[0] == 403
    assert writer.new_commands() == []


def test_topics_and_frames_are_served(server):
    code, headers, body = ask(server, "/topic/about")
    assert (code, headers["Content-Type"]) == (200, "application/json")
    assert json.loads(body)["name"] == "run.lba"
    assert len(ask(server, "/topic/images")[2]) == 14 * 64
    frame = ask(server, "/frame?step=7")[2]
    assert int.from_bytes(frame[4:8], "little") == 0
    assert ask(server, "/frame?step=x")[0] == 404
    assert ask(server, "/topic/../secret")[0] == 404
    assert ask(server, "/nothing")[0] == 404


def test_commands_arrive_in_the_recording(server, writer):
    assert order(server, {"kind": "pause"}, Origin=f"http://127.0.0.1:{server.port}")[0] == 200
    assert writer.new_commands() == [{"kind": "pause"}]


@pytest.mark.parametrize("body", [b"no json", b"[1]", b'"pause"', b"x" * 200_000])
def test_what_is_no_command_is_refused(server, writer, body):
    assert order(server, body)[0] == 400
    assert writer.new_commands() == []


def test_a_plain_form_post_is_refused(server, writer):
    assert order(server, {"kind": "pause"}, **{"Content-Type": "text/plain"})[0] == 400
    assert writer.new_commands() == []


def test_news_arrive_as_server_sent_events(server, writer):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/events", headers={"Cookie": f"lbaviz-{server.port}={server.token}"})
    stream = connection.getresponse()
    assert stream.getheader("Content-Type") == "text/event-stream"
    order(server, {"kind": "visible"})
    advance(writer, range(11, 21))
    seen, end = {}, time.monotonic() + 10
    while not {"status", "frame"} <= set(seen) and time.monotonic() < end:
        line = stream.readline().decode().strip()
        if line.startswith("event: "):
            seen[line[7:]] = stream.readline().decode().strip().removeprefix("data: ")
    connection.close()
    assert json.loads(seen["status"])["step"] == 20
    assert seen["frame"] and "/" not in seen["frame"][:1]


def test_an_occupied_or_impossible_port_is_refused_with_a_sentence(server, writer):
    with pytest.raises(BadInput, match=rf"port {server.port} is occupied by another program: choose another one"):
        Server(Feed(writer.path), server.port)
    with pytest.raises(BadInput, match="port 70000 does not exist"):
        Server(Feed(writer.path), 70000)


def test_probes_are_served_by_name_and_step(server, writer):
    inspect(writer, [0, 10])
    assert ask(server, "/probe/neighbors/10")[::2] == (200, probe_bytes(10)["neighbors"])
    assert ask(server, "/probe/neighbors/9")[2] == probe_bytes(0)["neighbors"]
    for path in ("/probe/neighbors/x", "/probe/neighbors", "/probe/nonsense/10", "/probe/projection-umap/10"):
        code, _, body = ask(server, path)
        assert code == 404 and json.loads(body)["note"]
    assert ask(server, "/probe/neighbors/10", cookie=False)[0] == 403
    server.feed.refresh()
    assert len(ask(server, "/topic/inspected_images")[2]) == 20 * 64
    assert json.loads(ask(server, "/topic/probe_steps")[2])["visits"] == [0, 10]
