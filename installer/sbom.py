"""The bill of materials as CycloneDX 1.6: parts with licence, files with digest."""

import json
import uuid
from pathlib import Path
from typing import Any

from installer.parts import Part
from installer.tools import tree_sha256

NAMESPACE = uuid.UUID("0f7c3c52-2f52-5f0e-9f0b-6f3f7c1a9b11")


def write_sbom(parts: list[Part], tree: Path, target: Path, version: str) -> None:
    """Neither time nor chance: the same tree gives the same bill."""
    target.unlink(missing_ok=True)
    files = tree_sha256(tree)
    named = json.dumps([version, files], sort_keys=True)
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, named)}",
        "version": 1,
        "metadata": {"component": _program(version)},
        "components": [_component(part) for part in parts if part.name != "HzL-Client"]
        + [_file(name, digest) for name, digest in files.items() if _binary(name)],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    target.write_text(text + "\n", encoding="utf-8")


def _program(version: str) -> dict[str, Any]:
    licences = [{"expression": "AGPL-3.0-only"}]
    reference = f"hzl-client@{version}"
    program = {"type": "application", "bom-ref": reference, "name": "HzL-Client"}
    return program | {"version": version, "licenses": licences}


def _component(part: Part) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl or f"part:{part.name}",
        "name": part.name,
        "licenses": [{"expression": part.licence}],
    }
    if part.version:
        component["version"] = part.version
    if part.purl:
        component["purl"] = part.purl
    return component


def _file(name: str, digest: str) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": f"file:{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _binary(name: str) -> bool:
    return name.lower().endswith((".dll", ".pyd", ".exe", ".com", ".zip"))
