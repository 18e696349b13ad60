"""A form that takes long costs no more than its own hints, while it is looked at."""

from datetime import date
from functools import partial
from threading import Event, Timer

import pytest

from helpers.applications import read_sample
from helpers.pdf_files import form_bomb, pdf, words
from hzl_client.checks import registry
from hzl_client.documents.document import Reason
from hzl_client.documents.process import Documents
from hzl_client.documents.running import RunningChild
from hzl_client.model.octets import MemoryOctets
from hzl_client.model.printed import Legible
from hzl_client.services import second_source
from hzl_client.services.second_source import SecondSource
from hzl_client.standards.comparison import compare

BOMB = MemoryOctets(form_bomb(words("zweite")))


@pytest.fixture
def application():
    return read_sample("01_alleinstehend")


def source(documents):
    return SecondSource(documents, compare, registry.run)


class Watched:
    """Documents, and the seconds given to each look at pages."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.asked: list[float] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self.documents, name)

    def search_from(self, handle, needle, page, seconds):
        self.asked.append(seconds)
        return self.documents.search_from(handle, needle, page, seconds)


def test_after_a_form_that_took_too_long_pages_get_a_glance(application, monkeypatch):
    monkeypatch.setattr(second_source, "GLANCE_SECONDS", 0.2)
    with Documents(seconds=1) as documents:
        watched = Watched(documents)
        beside = source(watched).of(application, BOMB, date(2026, 11, 1))
    assert watched.asked == [0.2]
    assert beside.legible is Legible.CLOSED
    assert beside.hints


class Hurried(Watched):
    """Somebody turns to another application while the form is read."""

    def form(self, handle):
        Timer(0.3, self.leave).start()
        return self.documents.form(handle)


def test_a_form_that_nobody_waits_for_is_given_up(application):
    children = []

    def start():
        children.append(RunningChild())
        return children[-1]

    with Documents(start, seconds=100) as documents:
        hurried, unwanted = Hurried(documents), Event()
        reading = source(hurried)
        hurried.leave = partial(reading.give_up, unwanted)
        reading.of(application, BOMB, date(2026, 11, 1), unwanted=unwanted)
        assert children[0]._ended_for is Reason.CLOSED  # by itself it ends for memory
        plain = MemoryOctets(pdf(words("harmlos")))
        hurried.leave = Event().set  # nobody does
        beside = reading.of(application, plain, date(2026, 11, 1))
        assert beside.legible is Legible.TEXT
