"""Every resource is in the built wheel, where the program finds it."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
RESOURCES = ROOT / "resources"
# In a child that sees the unpacked wheel before the checkout.
PROGRAM = """
import hashlib, json, sys
sys.path.insert(0, sys.argv[1])
from hzl_client import resources
names = json.load(sys.stdin)
read = {name: hashlib.sha256(resources.read(name)).hexdigest() for name in names}
print(json.dumps({"folder": str(resources.folder()), "read": read}))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out))
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(out / "unpacked")
    return out / "unpacked"


def _digests():
    files = (path for path in RESOURCES.rglob("*") if path.is_file())
    return {
        path.relative_to(RESOURCES).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in files
    }


def test_every_resource_opens_from_the_wheel(unpacked):
    wanted = _digests()
    done = subprocess.run(  # noqa: S603
        (sys.executable, "-I", "-c", PROGRAM, str(unpacked)),
        input=json.dumps(sorted(wanted)),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert Path(found["folder"]).is_relative_to(unpacked)
    assert found["read"] == wanted
    assert len(wanted) > 40


def test_every_module_is_in_the_wheel_and_no_test(unpacked):
    source = ROOT / "src"
    modules = {path.relative_to(source) for path in source.rglob("*.py")}
    built = {path.relative_to(unpacked) for path in unpacked.rglob("*.py")}
    assert built == modules
    assert (unpacked / "hzl_client" / "py.typed").exists()


def test_the_licence_travels_along(unpacked):
    carried = {path.name for path in unpacked.glob("*.dist-info/licenses/*")}
    assert carried == {"LICENSE", "NOTICE"}
