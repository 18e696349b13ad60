"""A busy machine is no failure: what hangs is ended by pytest's timeout alone."""

import faulthandler
import os

import pytest
from hypothesis import settings

from helpers import wine
from hzl_client.keys import unlock

# The gate takes the same examples every time; HYPOTHESIS_PROFILE=explore takes others.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("short", deadline=None, derandomize=True, max_examples=15)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

AFTERWARDS = 60  # seconds

# Hundreds of tests open a mailbox; what a guess costs is tested where it belongs.
unlock.USUAL = unlock.Cost(n=2**10)

if wine.running():
    wine.do_without_copyfile2()


def pytest_unconfigure() -> None:
    """Whoever hangs while the interpreter ends is named, and waited for no longer."""
    if wine.running():
        faulthandler.dump_traceback_later(AFTERWARDS, exit=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not wine.running():
        return
    for item in items:
        if reason := wine.reason_to_skip(item.nodeid):
            item.add_marker(pytest.mark.skip(reason=reason))
