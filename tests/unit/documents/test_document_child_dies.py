"""Documents that hang, swell or crash; children that lie; and what comes after them."""

import os
import signal
import sys
import threading

import pytest

from helpers.pdf_files import form_bomb, pdf, picture_bomb, words
from hzl_client.documents import frames
from hzl_client.documents.document import Reason
from hzl_client.documents.process import Documents
from hzl_client.documents.running import ChildDied, RunningChild
from hzl_client.errors import DocumentUnreadable, SealBroken
from hzl_client.model.octets import MemoryOctets

HARMLESS = MemoryOctets(pdf(words("harmlos")))
PATIENCE = 1.0


@pytest.fixture
def documents():
    with Documents(seconds=PATIENCE) as made:
        yield made


def reason_of(work, *arguments):
    with pytest.raises(DocumentUnreadable) as caught:
        work(*arguments)
    return Reason(caught.value.facts["reason"])


def assert_works(documents):
    document = documents.open(HARMLESS)
    assert documents.text(document.handle, 0) == "harmlos"
    documents.release(document.handle)


def pid(documents):
    return documents._child.pid


def test_a_page_that_never_ends_is_given_up_and_its_neighbour_shown(documents):
    document = documents.open(MemoryOctets(form_bomb(words("zweite"))))
    assert reason_of(documents.render, document.handle, 0, 500) is Reason.TIME
    assert documents.text(document.handle, 1) == "zweite"
    assert not documents.render(document.handle, 1, 500).blank
    assert_works(documents)


def test_a_page_that_killed_once_is_not_tried_again(documents, monkeypatch):
    document = documents.open(MemoryOctets(form_bomb()))
    assert reason_of(documents.render, document.handle, 0, 500) is Reason.TIME
    child, asked = pid(documents), []
    monkeypatch.setattr(documents._child, "ask", lambda *each: asked.append(each))
    assert reason_of(documents.render, document.handle, 0, 90) is Reason.TIME
    assert asked == []
    assert pid(documents) == child


def test_three_such_pages_give_the_document_up(documents):
    document = documents.open(MemoryOctets(pdf(*[words("x")] * 5)))
    for page in range(3):
        documents._sessions[document.handle].bad_pages[page] = Reason.TIME
    assert reason_of(documents.render, document.handle, 4, 500) is Reason.TIME
    assert_works(documents)


def test_a_picture_of_a_gigabyte_is_refused(documents):
    document = documents.open(MemoryOctets(picture_bomb()))
    assert reason_of(documents.render, document.handle, 0, 500) is Reason.MEMORY
    assert_works(documents)


def test_a_crash_is_an_error_of_this_request_only(monkeypatch):
    with Documents(seconds=60) as documents:
        document = documents.open(MemoryOctets(form_bomb()))
        child = documents._child
        shot = threading.Timer(0.3, os.kill, (child.pid, signal.SIGTERM))
        read = child._read

        def read_and_shoot():
            shot.start()  # not before the request is on its way
            return read()

        monkeypatch.setattr(child, "_read", read_and_shoot)
        assert reason_of(documents.render, document.handle, 0, 500) is Reason.CRASH
        shot.join()
        assert_works(documents)


def test_a_child_that_died_in_peace_is_replaced_unnoticed(documents):
    document = documents.open(HARMLESS)
    documents._child.kill()
    documents._child._process.wait()
    assert documents.text(document.handle, 0) == "harmlos"


@pytest.mark.parametrize("reason", [Reason.CLOSED, Reason.TIME])
def test_a_child_about_to_end_is_asked_nothing_more(documents, reason):
    """Whoever asks next has nothing to do with what it is ended for."""
    document = documents.open(HARMLESS)
    for _ in range(5):
        documents._child.kill(reason)
        assert documents.text(document.handle, 0) == "harmlos"


def test_a_pipe_that_breaks_is_a_death(documents):
    documents.open(HARMLESS)
    child = documents._child
    child._process.kill()
    child._process.wait()
    with pytest.raises(ChildDied):
        child.ask({"work": "text"}, 10)


def test_other_documents_survive_a_death(documents):
    harmless = documents.open(HARMLESS)
    bomb = documents.open(MemoryOctets(form_bomb()))
    assert reason_of(documents.render, bomb.handle, 0, 500) is Reason.TIME
    assert documents.text(harmless.handle, 0) == "harmlos"


def test_a_released_document_is_not_waited_for():
    with Documents(seconds=60) as documents:
        document = documents.open(MemoryOctets(form_bomb()))
        timer = threading.Timer(0.2, documents.release, (document.handle,))
        timer.start()
        reason = reason_of(documents.render, document.handle, 0, 500)
        assert reason is Reason.CLOSED
        assert_works(documents)


def test_work_that_was_given_up_is_not_waited_for():
    with Documents(seconds=60) as documents:
        unwanted = threading.Event()
        document = documents.open(MemoryOctets(form_bomb()), unwanted=unwanted)
        timer = threading.Timer(0.2, documents.give_up, (unwanted,))
        timer.start()
        reason = reason_of(documents.render, document.handle, 0, 500)
        assert reason is Reason.CLOSED


def test_giving_up_spares_what_others_wait_for():
    with Documents(seconds=2) as documents:
        bomb = documents.open(MemoryOctets(form_bomb()))
        timer = threading.Timer(0.2, documents.give_up, (threading.Event(),))
        timer.start()
        assert reason_of(documents.render, bomb.handle, 0, 500) is Reason.TIME


def test_what_was_given_up_is_neither_opened_nor_loaded_again(documents):
    unwanted = threading.Event()
    document = documents.open(HARMLESS, unwanted=unwanted)
    documents.give_up(unwanted)
    assert reason_of(documents.text, document.handle, 0) is Reason.CLOSED
    assert reason_of(documents.open, HARMLESS, "", unwanted) is Reason.CLOSED
    assert_works(documents)


def test_closing_ends_a_request_and_the_child():
    documents = Documents(seconds=60)
    document = documents.open(MemoryOctets(form_bomb()))
    child = documents._child
    timer = threading.Timer(0.2, documents.close)
    timer.start()
    assert reason_of(documents.render, document.handle, 0, 500) is Reason.CLOSED
    timer.join()
    assert not child.alive
    assert reason_of(documents.open, HARMLESS) is Reason.CLOSED
    documents.close()


class Unreadable:
    """Octets whose seal breaks in the middle."""

    size = 3 * 1024 * 1024

    def read(self, start: int, length: int) -> bytes:
        if start > 0:
            raise SealBroken("blob 1")
        return HARMLESS.data.ljust(length)


def test_octets_that_fail_half_way_do_not_confuse_the_next_document(documents):
    with pytest.raises(SealBroken):
        documents.open(Unreadable())
    assert_works(documents)


def test_many_threads_get_their_own_answers(documents):
    texts = [f"Text {i}" for i in range(8)]
    handles = [documents.open(MemoryOctets(pdf(words(t)))).handle for t in texts]
    answers: dict[int, list[str]] = {}

    def ask(number: int) -> None:
        answers[number] = [documents.text(handles[number], 0) for _ in range(5)]

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {i: [text] * 5 for i, text in enumerate(texts)}


# --- children that are not what they seem --------------------------------------------

FAKE = (
    "import sys\n"
    "from hzl_client.documents import frames\n"
    "out = sys.stdout.buffer\n"
    "out.write(frames.render_head({'ready': True}, 0)); out.flush()\n"
    "frames.read(sys.stdin.buffer, 10**8)\n"
)
LIES = {
    "noise": ("out.write(b'\\xff' * 100)", Reason.CRASH),
    "half a frame": ("out.write(b'\\x00\\x00\\x00\\x05')", Reason.CRASH),
    "another answer": ("out.write(frames.render_head({'x': 1}, 0))", Reason.CRASH),
    "no answer": ("out.flush(); sys.stdin.read()", Reason.TIME),
    "an exit": ("sys.exit(3)", Reason.CRASH),
    "out of memory": (f"sys.exit({frames.OUT_OF_MEMORY})", Reason.MEMORY),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_child_that_lies_is_replaced(lie):
    script, reason = LIES[lie]
    fakes = [(sys.executable, "-c", FAKE + script)]
    children = []

    def start() -> RunningChild:
        children.append(RunningChild(fakes.pop() if fakes else None))
        return children[-1]

    with Documents(start, PATIENCE) as documents:
        assert reason_of(documents.open, HARMLESS) is reason
        assert_works(documents)
    assert [child.alive for child in children] == [False] * len(children)


def test_a_child_that_never_starts(monkeypatch):
    monkeypatch.setattr("hzl_client.documents.running.START_SECONDS", 0.5)
    command = (sys.executable, "-c", "import sys; sys.stdin.read()")
    with Documents(lambda: RunningChild(command)) as documents:
        assert reason_of(documents.open, HARMLESS) is Reason.TIME
