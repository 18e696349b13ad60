"""What must not be loaded before it is needed, seen in a fresh interpreter."""

import subprocess
import sys

import pytest

HEAVY = ("sqlalchemy", "alembic", "httpx", "lxml", "pymupdf", "PySide6", "keyring")


@pytest.mark.parametrize("module", ["hzl_client.__main__", "hzl_client.compose"])
def test_importing_loads_nothing_heavy(module):
    program = (
        f"import sys, {module}; "
        f"print(*sorted(set({HEAVY!r}) & {{m.partition('.')[0] for m in sys.modules}}))"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_no_module_of_the_window_is_looked_through_by_pyside():
    """It would read the source of each one, and all there are come behind it."""
    program = (
        "import inspect, sys; from hzl_client.__main__ import load_qt; load_qt(); "
        "asked = []; inspect.getsource = lambda each: asked.append(each) or ''; "
        "from hzl_client import app; print(len(asked), 'PySide6.QtGui' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "True"]
