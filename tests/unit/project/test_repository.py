"""What holds for the repository as a whole."""

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MADE = {"build", "dist", "__pycache__"}  # and whatever begins with a dot
KEPT = {".ci", ".gitignore"}
# Put together here, so that this file does not name one itself.
REGISTRIES = tuple(
    f"{name}.{end}".encode()
    for name, end in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("anaconda", "org"),
        ("npmjs", "org"),
        ("crates", "io"),
        ("proxy.golang", "org"),
    )
)


def _files(folder=ROOT):
    for path in sorted(folder.iterdir()):
        if path.name in MADE or (path.name.startswith(".") and path.name not in KEPT):
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _verbs_of_dev():
    """The words `dev.py` answers to."""
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    found = set()
    for case in (node for node in ast.walk(tree) if isinstance(node, ast.match_case)):
        for value in ast.walk(case.pattern):
            if isinstance(value, ast.MatchValue):
                found.add(ast.literal_eval(value.value))
    return found


def test_the_readme_tells_every_verb_and_no_other():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (further,) = re.findall(r"^Weitere Verben: .*$", readme, re.MULTILINE)
    told = re.findall(r"python3 dev\.py (\w+)", readme)
    told += re.findall(r"`(\w+)` \(", further)
    assert set(told) == _verbs_of_dev()


def test_dev_runs_only_what_is_there():
    assert "bench" in _verbs_of_dev()
    for verb in {"bench", "soak", "fuzz"} & _verbs_of_dev():
        assert (ROOT / "tests" / verb / "run.py").is_file()


def test_no_file_names_a_package_registry():
    files = list(_files())
    assert ROOT / "dev.py" in files
    named = [
        (str(path.relative_to(ROOT)), registry)
        for path in files
        for registry in REGISTRIES
        if registry in path.read_bytes()
    ]
    assert named == []


def test_every_test_file_has_a_name_of_its_own():
    names = Counter(path.name for path in _files(ROOT / "tests"))
    tests = {name: n for name, n in names.items() if name.startswith("test_")}
    assert len(tests) > 50
    assert [name for name, count in tests.items() if count > 1] == []
