"""A real server on a loopback address that answers as an OpenAI-compatible one does, by what a test says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
Said = tuple[int, bytes] | tuple[int, bytes, dict[str, str]]


def completion(answer: object, tokens: tuple[int, int] = (100, 20)) -> bytes:
    """What a server sends for an answer: an object, or text as it is."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return json.dumps({
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]},
    }).encode()  # fmt: skip


@dataclass
class Server:
    """One that runs."""

    address: str
    answer: Callable[[Json], Said]
    """From the object that was sent with the question to what is answered."""
    requests: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def chat_server(answer: Callable[[Json], Said]) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(request)
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            if self.path != "/v1/chat/completions":
                said: Said = (404, b"")
            else:
                said = server.answer(json.loads(request["messages"][1]["content"]))
            self.send_response(said[0])
            for name, value in (said[2] if len(said) > 2 else {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said[1])))
            self.end_headers()
            self.wfile.write(said[1])

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_port}/v1", answer)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
