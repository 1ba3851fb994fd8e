"""A real web server on a loopback address, whose pages a test writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What a path answers with."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: bool = True
    """Say how long the body is."""
    stream: Callable[[], Iterator[bytes]] | None = None
    """Written piece by piece instead of the body."""


@dataclass
class Site:
    """A server that runs: what it answers, and what it was asked."""

    url: str
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Paths, with the headers that came, names in lower case."""

    def page(self, path: str, body: str | bytes = b"", **more: object) -> str:
        """Puts a page up; returns its address."""
        data = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": "text/html; charset=utf-8", **more.pop("headers", {})}  # type: ignore[dict-item]
        self.pages[path] = Answer(data, headers=headers, **more)  # type: ignore[arg-type]
        return self.url + path


@contextmanager
def serving() -> Iterator[Site]:
    """A site on 127.0.0.1, until the block ends."""
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = site.pages.get(self.path, Answer(b"none", 404))
            etag = answer.headers.get("ETag")
            if etag is not None and self.headers.get("If-None-Match") == etag:
                answer = Answer(status=304, headers={"ETag": etag})
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.stream is not None or not answer.length:
                self.send_header("Connection", "close")
                self.close_connection = True
            else:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            try:
                for piece in answer.stream() if answer.stream is not None else [answer.body]:
                    if stopped.is_set():
                        break
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                pass  # whoever asked has enough

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def article_page(*, canonical: str = "", extra: str = "", title: str = "The bridge stays open") -> str:
    """The HTML of a news article with all that news sites put around one."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>{title} | Gazette</title>{link}
<meta property="og:site_name" content="The Gazette"><meta property="og:title" content="{title}">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "{title}", "datePublished": "2024-03-01T09:00:00+01:00", "dateModified": "2024-03-02",
"author": [{{"@type": "Person", "name": "Ada Quill"}}, {{"@type": "Person", "name": "Bo Stern"}}]}}</script>
<style>p {{ color: red }}</style></head><body>
<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article><h1>{title}</h1>
<p>The mayor of Lowfield, Ada Quill, promised on Monday that the council would not close the bridge, whatever the
engineers of the county said about its northern pier, its bearings and its railings.</p>
<figure><img src="b.jpg"><figcaption>The bridge at Lowfield, seen from the east bank.</figcaption></figure>
<blockquote><p>We will keep the bridge open, and we will keep it open to lorries, to buses and to everybody.</p></blockquote>
<h2>What the engineers found</h2>
<p>Engineers had written in February that the bridge needed steel, timber and paint, and that the work would take
two winters; a report that the council published, printed and then withdrew says the same.</p>
<ul><li>The northern pier moves by four millimetres a year, they say.</li>
<li>The railings are older than the bridge itself, they say.</li></ul>
<div class="share-buttons"><a href="/f">Share on Facebook</a> <a href="/t">Share on Twitter</a></div>
<p style="display:none">Secret text that nobody sees, with commas, many commas, and more of them.</p>
<p>“Nobody will be cut off,” Quill said, to applause, 🙂 and the café on the west bank stayed open late.{extra}</p>
</article></main>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/1">Pier closed after storm</a></li></ul></aside>
<footer>© The Gazette. All rights reserved.</footer><script>alert("x")</script></body></html>"""
