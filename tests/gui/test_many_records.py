"""Ten thousand sealed applications in a real mailbox: the window stays fluid."""

from contextlib import closing
from time import thread_time

import pytest
from PySide6.QtWidgets import QApplication

from helpers import many_records
from helpers.desks import FakeDesk
from helpers.watchdog import watching
from hzl_client.keys.vault import MailboxKey
from hzl_client.services.records import Records
from hzl_client.store.mailbox import Mailbox
from hzl_client.ui.models import filters
from hzl_client.ui.models.ordering import Order, Sorting
from hzl_client.ui.presenters.workplace import Workplace

COUNT = 10_000
KEY_SECONDS = 0.05  # ui.md
TRIES = 5  # the machine may be busy with something else; the window is not, each time


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many") / "mailbox"
    with closing(Mailbox.create(folder, MailboxKey.new())) as mailbox:
        many_records.fill(mailbox, COUNT)
        yield mailbox


@pytest.fixture
def desk(child, mailbox):
    """Only its list is real; nothing of an application is opened."""
    desk = FakeDesk(child)
    desk.records = Records(mailbox)
    return desk


@pytest.fixture
def workplace(qtbot, window, desk, pool, remembered, answers):
    workplace = Workplace(window, desk, pool, remembered, answers)
    workplace.start()
    qtbot.waitUntil(lambda: len(window.records.ids) == COUNT, timeout=60_000)
    yield workplace
    workplace.close()


def seconds(work, back):
    """What the window's thread computes, with all that Qt does because of it; the
    least of several tries. What others make it wait for is for `dev.py bench`."""
    best = 60.0
    for _ in range(TRIES):
        started = thread_time()
        work()
        QApplication.processEvents()
        best = min(best, thread_time() - started)
        back()
        QApplication.processEvents()
    return best


@pytest.mark.usefixtures("workplace")
def test_every_key_in_the_search_box_is_quick(qtbot, window):
    box = window.commands.search
    used = {}
    for typed in ("m", "mueller", "mü 12.03", "gibt es nicht"):
        before, key = typed[:-1], typed[-1]
        back = lambda before=before: box.setText(before)  # noqa: E731
        back()
        used[typed] = seconds(lambda key=key: qtbot.keyClicks(box, key), back)
        box.setText(typed)
        used[f"{typed} cleared"] = seconds(box.clear, back)
    assert {k: s for k, s in used.items() if s > KEY_SECONDS} == {}


@pytest.mark.usefixtures("workplace")
def test_filters_orders_scrolling_and_choosing_all_are_quick(window):
    chip = window.records.filters._chips[filters.UNREAD]
    chosen, usual = window.records.order.sorting_chosen, Sorting()
    bar, view = window.records.view.verticalScrollBar(), window.records.view
    used = {
        "filter": seconds(chip.click, chip.click),
        "scroll": seconds(lambda: bar.setValue(bar.maximum()), lambda: bar.setValue(0)),
        "all": seconds(view.selectAll, view.clearSelection),
    }
    for order in (Order.PERSON, Order.SIZE):
        wanted = Sorting.usual(order)
        used[order.value] = seconds(
            lambda wanted=wanted: chosen.emit(wanted), lambda: chosen.emit(usual)
        )
    assert {k: s for k, s in used.items() if s > KEY_SECONDS} == {}
    view.selectAll()
    assert len(window.records.chosen) == COUNT


def test_looking_again_holds_nothing_up(qtbot, window, workplace, mailbox):
    """One of them was read, so the list is made again."""
    (first, *_) = window.records.ids
    seen = []
    for number in range(TRIES):
        unread = number % 2 == 0
        mailbox.mark_read(first, not unread)
        with watching(window) as dog:
            workplace.inbox.refresh()
            qtbot.waitUntil(lambda u=unread: window.records._model.rows[0].unread is u)
            qtbot.wait(100)
        seen.append(str(dog))
        if dog.holds:
            return
    pytest.fail("\n".join(seen))
