"""Do the assertions of the W3C's Web Annotation tests hold on what is exported?

    python -m tests.benchmarks.w3c FOLDER [FILE.jsonld]

FOLDER is a copy of https://github.com/w3c/web-annotation-tests. Without a file, it is the library of the golden files. Runs
offline; exits with 1 when an assertion of the level MUST does not hold.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

KINDS = {
    "annotation": ("annotations/annotationMusts.test",),
    "collection": ("collections/collectionMusts.test",),
    "page": ("collections/pages/pageMusts.test",),
}


def validators(folder: Path, tests: tuple[str, ...]) -> Iterator[tuple[str, jsonschema.Draft4Validator]]:
    """The assertions of some tests, each as a validator that checks formats too."""
    resources = []
    for path in (folder / "definitions").glob("*.json"):
        resources.append((path.name, Resource(json.loads(path.read_text("utf-8")), DRAFT4)))
    registry: Registry[Any] = Registry().with_resources(resources)
    checker = jsonschema.Draft4Validator.FORMAT_CHECKER
    assert {"uri", "date-time"} <= set(checker.checkers), "install rfc3339-validator and rfc3986-validator"
    for test in tests:
        for name in names(json.loads((folder / test).read_text("utf-8"))["assertions"]):
            schema = json.loads((folder / name).read_text("utf-8"))
            if schema.get("assertionType") != "must":
                continue
            schema.pop("id", None)
            if "$ref" in schema:  # what stands beside it would be passed over
                schema = {"allOf": [{"$ref": schema.pop("$ref")}, schema]}
            yield name, jsonschema.Draft4Validator(schema, registry=registry, format_checker=checker)


def names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from names(one)
    elif isinstance(value, dict):
        yield from names(value.get("assertions", []))


def parts(collection: Any) -> Iterator[tuple[str, Any]]:
    yield "collection", collection
    if "first" in collection:
        yield "page", collection["first"]
        for item in collection["first"]["items"]:
            yield "annotation", item


def exported() -> bytes:
    from tests.workflows import golden
    from tui.workflows import transfer

    with tempfile.TemporaryDirectory() as name:
        library = golden.build(Path(name))
        try:
            return b"".join(transfer.export(library, format="w3c"))
        finally:
            library.close()


def main(folder: str, file: str | None = None) -> int:
    collection = json.loads(Path(file).read_bytes() if file else exported())
    checks = {kind: list(validators(Path(folder), tests)) for kind, tests in KINDS.items()}
    failed = held = 0
    for kind, value in parts(collection):
        for name, validator in checks[kind]:
            error = next(iter(validator.iter_errors(value)), None)
            held += error is None
            if error is not None:
                failed += 1
                print(f"{kind} {value.get('id')}: {name}: {error.message[:200]}")
    counts = {kind: len(found) for kind, found in checks.items()}
    print(json.dumps({"assertions": counts, "held": held, "failed": failed}))
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
