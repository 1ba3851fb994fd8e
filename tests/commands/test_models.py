"""`--nli` and `model`, as scripts use them: with a real model, without one, with a broken one, and from a real hub."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.rerank.small_model import make_model

PAIR = {"claim": "The cellar of the town hall has no water.", "evidence": "The cellar of the town hall is flooded."}
TEXT = "The mayor promised that the cellar would stay dry.\n\nDespite the promise, the cellar was flooded in May.\n"


@pytest.fixture
def model(tmp_path: Path, environment: dict[str, str]) -> Path:
    folder = make_model(tmp_path / "a model")
    (tmp_path / "config.toml").write_text(f"nli_model = {json.dumps(str(folder))}\n", encoding="utf-8")
    return folder


def judged(run: Run, *options: str, lines: int = 1, status: int = 0) -> tuple[list[dict[str, dict[str, float]]], str]:
    done = run("judge", *options, "-", input=(json.dumps(PAIR) + "\n") * lines, status=status)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.usefixtures("model")
def test_judge_counts_what_the_model_says(run: Run) -> None:
    plain, _ = judged(run)
    found, said = judged(run, "--nli", lines=130)
    assert said == ""
    assert len(found) == 130
    assert found[0] == found[129]
    assert found[0]["scores"]["contradicts"] > plain[0]["scores"]["contradicts"]
    assert any("(100%)" in reason["text"] for reason in found[0]["reasons"])  # type: ignore[index]


@pytest.mark.usefixtures("model")
def test_analyze_and_against_ask_it_too_and_keep_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert "nli-contradicts" not in run("analyze", "--json", "a.txt").stdout
    assert "nli-contradicts" in run("analyze", "--nli", "--json", "a.txt").stdout
    run("add", "a.txt")
    plain = run("analyze", "--json", "1").stdout
    told = run("analyze", "--nli", "--json", "1").stdout
    assert "nli-contradicts" in told
    assert run("analyze", "--json", "1").stdout == plain
    asked = "The cellar will stay dry."
    assert "nli-contradicts" in run("against", "--nli", "--json", asked).stdout
    assert "nli-contradicts" not in run("against", "--json", asked).stdout


def test_without_a_model_a_sentence_and_the_plain_engine(run: Run, tmp_path: Path) -> None:
    plain, _ = judged(run)
    found, said = judged(run, "--nli", status=1)
    assert found == plain
    assert "nli_model" in said
    assert len(said.splitlines()) == 1
    for named, told in (("nowhere", "no model of inference at"), ("owner/name", "`counterpoint model get owner/name`")):
        (tmp_path / "config.toml").write_text(f'nli_model = "{named}"\n', encoding="utf-8")
        found, said = judged(run, "--nli", status=1)
        assert found == plain
        assert told in said


def test_a_broken_model_is_left_out(run: Run, model: Path) -> None:
    plain, _ = judged(run)
    (model / "model.onnx").write_bytes(b"none")
    found, said = judged(run, "--nli", status=1)
    assert found == plain
    assert said.strip().endswith("The engine goes on without it.")
    assert len(said.splitlines()) == 1
    assert "model.onnx" in run("model", "show", status=1).stderr


def test_without_the_extra_the_command_that_adds_it(run: Run, model: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "onnxruntime.py").write_text("raise ImportError", encoding="utf-8")
    root = str(Path(__file__).parents[2])
    done = run("judge", "--nli", "-", input=json.dumps(PAIR), status=1, PYTHONPATH=f"{tmp_path / 'none'}:{root}")
    assert "pip install 'counterpoint[nli]'" in done.stderr
    assert json.loads(done.stdout)["scores"]


@contextmanager
def hub(files: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """A hub on a loopback address that has the model `ann/small`; yields its address and the requests that came."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path} {self.headers.get('Authorization', '')}".strip())
            data = files.get(self.path.removeprefix("/ann/small/resolve/main/"))
            body = b"" if data is None else data
            self.send_response(404 if data is None else 200)
            if data is None:
                known = self.path.startswith("/ann/small/")
                self.send_header("X-Error-Code", "EntryNotFound" if known else "RepoNotFound")
            else:
                self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
            self.send_header("X-Repo-Commit", "a" * 40)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_model_is_fetched_by_its_command_and_then_used(run: Run, tmp_path: Path) -> None:
    made = make_model(tmp_path / "made", file="onnx/model.onnx")
    files = {str(path.relative_to(made)): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    data = tmp_path / "data"
    (tmp_path / "config.toml").write_text('nli_model = "ann/small"\n', encoding="utf-8")
    with hub(files) as (address, asked):
        more = {"HF_ENDPOINT": address, "XDG_DATA_HOME": str(data), "HF_TOKEN": "hf_secret"}
        run("judge", "--nli", "-", input=json.dumps(PAIR), status=1, **more)
        assert asked == []  # only the command fetches
        done = run("model", "get", "ann/small", **more)
        folder = Path(done.stdout.strip())
        assert sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()) == sorted(files)
        assert "hf_secret" not in " ".join(asked)
        before = len(asked)
        assert "nli-contradicts" in run("judge", "--nli", "-", input=json.dumps(PAIR), **more).stdout
        assert "here   ann/small" in run("model", "show", **more).stdout
        assert len(asked) == before
        files["config.json"] = b'{"id2label": {"0": "LABEL_0"}}'
        assert "label_0" in run("model", "get", "ann/small", status=1, **more).stderr
        assert (
            "nli-contradicts" in run("judge", "--nli", "-", input=json.dumps(PAIR), **more).stdout
        )  # the former stays
        assert "no such model" in run("model", "get", "ann/other", status=1, **more).stderr
        del files["onnx/model.onnx"]
        assert "ONNX" in run("model", "get", "ann/small", status=1, **more).stderr
    assert "cannot be fetched" in run("model", "get", "ann/small", status=1, **more).stderr
    for wrong in ("small", "../x", "a/b/c", "a/..", "a--b/c", "https://a/b"):
        assert "no name of a model" in run("model", "get", wrong, status=1, **more).stderr
