"""The dashboard in a plain browser window: a server that only this machine reaches, from the standard library."""

import base64
import errno
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from lbaviz.errors import BadInput
from lbaviz.views.document import BUNDLE, document, policy, view_element
from lbaviz.views.feed import Feed
from lbaviz.views.stream import Stream
from lbaviz.views.topics import BYTES, TOPICS

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost", "[::1]")
LARGEST_COMMAND = 100_000  # bytes
HEADERS = {
    "Content-Security-Policy": policy("'self'", "'self'") + "; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """Serves one feed on 127.0.0.1 to whoever knows its token. port: 0 = a free one; BadInput if it is occupied."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, feed: Feed, port: int = 0):
        self.feed, self.token, self.closing = feed, secrets.token_urlsafe(24), threading.Event()
        try:
            super().__init__((LOOPBACK, port), Handler)
        except OverflowError as error:
            raise BadInput(f"port {port} does not exist: choose one from 1024 to 65535, or leave --port out") from error
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "is occupied by another program" if taken else f"cannot be used ({error.strerror})"
            raise BadInput(f"port {port} {why}: choose another one, or leave --port out for a free one") from error

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def address(self) -> str:
        """The address to open, token included."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"

    def start(self) -> None:
        """Serve in a thread of its own; returns at once."""
        threading.Thread(target=self.serve_forever, args=(0.1,), name="lbaviz server", daemon=True).start()

    def close(self) -> None:
        """Let go of every browser and of the port, once started."""
        self.closing.set()
        self.feed.close()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address) -> None:
        """A browser that went away in the middle of an answer is nothing to print."""


class Handler(BaseHTTPRequestHandler):
    """Answers one browser; everything but the right token, host and origin is 403."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "lbaviz", ""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        if not self._may_ask(query.get("token")):
            return self._refuse()
        if url.path == "/":
            title = self.server.feed.get("about")["name"]
            view = view_element("dashboard", "server")
            page = document(title, view, '<script type="module" src="/lbaviz.js"></script>')
            return self._answer(page.encode(), "text/html; charset=utf-8", cookie=True)
        if url.path == "/lbaviz.js":
            return self._answer(BUNDLE.read_bytes(), "text/javascript; charset=utf-8")
        if url.path == "/events":
            return self._stream()
        if url.path == "/frame":
            return self._bytes_of(lambda: self.server.feed.frame(int(query.get("step", ""))))
        if url.path.startswith("/probe/"):
            name, _, step = url.path.removeprefix("/probe/").partition("/")
            return self._bytes_of(lambda: self.server.feed.probe(name, int(step)))
        topic = url.path.removeprefix("/topic/")
        if url.path.startswith("/topic/") and topic in TOPICS:
            value = self.server.feed.get(topic)
            return self._bytes(value) if topic in BYTES else self._json(value)
        return self._json({"note": f"there is nothing at {url.path}"}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        body = self.rfile.read(int(length)) if length.isdecimal() and int(length) <= LARGEST_COMMAND else None
        if not self._may_ask(None) or urlsplit(self.path).path != "/command":
            return self._refuse()
        if body is None or self.headers.get_content_type() != "application/json":
            self.close_connection = True
            return self._json({"note": "a command is a small JSON object"}, HTTPStatus.BAD_REQUEST)
        try:
            command = json.loads(body)
        except ValueError:
            command = None
        if not isinstance(command, dict):
            return self._json({"note": "a command is a JSON object"}, HTTPStatus.BAD_REQUEST)
        self.server.feed.send(command)
        return self._json({"note": self.server.feed.get("status").get("note")})

    def _may_ask(self, token: str | None) -> bool:
        """Check token or cookie, and that neither Host (DNS rebinding) nor Origin is foreign."""
        host = self.headers.get("Host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        origin = self.headers.get("Origin")
        if name not in HOSTS or (origin is not None and origin != f"http://{host}"):
            return False
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get(self._cookie_name())
        given = token if token is not None else (cookie.value if cookie else "")
        return hmac.compare_digest(given.encode(), self.server.token.encode())

    def _cookie_name(self) -> str:
        return f"lbaviz-{self.server.port}"  # cookies know no ports: two servers must not share one

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self._headers("text/event-stream", None)
        self.close_connection = True
        stream = Stream(self.server.feed)
        try:
            while not self.server.closing.is_set():
                for topic, value in stream.wait():
                    plain = "" if topic in BYTES else json.dumps(value)  # large images are fetched when they change
                    data = base64.b64encode(value).decode() if topic == "frame" else plain
                    self.wfile.write(f"event: {topic}\ndata: {data}\n\n".encode())
                self.wfile.write(b": still here\n\n")
                self.wfile.flush()
        except OSError:
            pass  # the window was closed
        finally:
            stream.close()

    def _bytes_of(self, read: Callable[[], bytes]) -> None:
        """Answer with a frame or a probe; 404 and a sentence where there is none."""
        try:
            self._bytes(read())
        except (BadInput, ValueError) as error:
            self._json({"note": str(error)}, HTTPStatus.NOT_FOUND)

    def _bytes(self, value: bytes) -> None:
        self._answer(value, "application/octet-stream", HTTPStatus.OK if value else HTTPStatus.NO_CONTENT)

    def _json(self, value, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(json.dumps(value).encode(), "application/json", status)

    def _refuse(self) -> None:
        self.close_connection = True
        words = b"403: open the address that `lbaviz watch` printed, with its token, on the machine where it runs.\n"
        self._answer(words, "text/plain; charset=utf-8", HTTPStatus.FORBIDDEN)

    def _answer(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK, cookie: bool = False) -> None:
        self.send_response(status)
        if cookie:
            value = f"{self._cookie_name()}={self.server.token}; HttpOnly; SameSite=Strict; Path=/"
            self.send_header("Set-Cookie", value)
        self._headers(kind, len(body) if status != HTTPStatus.NO_CONTENT else None)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _headers(self, kind: str, length: int | None) -> None:
        for name, value in {**HEADERS, "Content-Type": kind}.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_) -> None:
        """Say nothing: the terminal belongs to the person."""
