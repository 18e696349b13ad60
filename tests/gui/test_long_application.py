"""An application of 19,000 fields does not hold the window up."""

import pytest

from helpers.watchdog import NEVER_MS, watching
from hzl_client.model.application import Application, Field, Section, Summary
from hzl_client.ui.models.fields import FieldIndex

COUNT = 19_000  # 20,000 leaves are the limit
TRIES = 3  # the machine may be busy with something else; the window is not, thrice


def index(word):
    made = []
    for n in range(COUNT):
        value = f"{word} {n} " * (1 + n % 7 * 3)
        made.append(Field(f"a/b[{n}]", f"Angabe {n}", value, value, value))
    sections = tuple(
        Section(f"Abschnitt {n}", tuple(made[n : n + 50])) for n in range(0, COUNT, 50)
    )
    summary = Summary("Muster", "HzL", "", "", 1, 0)
    return FieldIndex(Application("XML", "", summary, lambda: sections, (), COUNT))


@pytest.fixture(scope="module")
def indexes():
    return index("Wert"), index("Neu")


@pytest.mark.parametrize("what", ["shown", "compared", "sought", "resized", "jumped"])
def test_it_holds_nothing_up(qtbot, window, indexes, what):
    fields = window.application.fields
    doings = {
        "shown": lambda: fields.show_fields(indexes[0]),
        "compared": lambda: fields.show_compared(indexes[1]),
        "sought": lambda: fields.show_search("wert 17"),
        "resized": lambda: window.resize(window.width() - 60, 768),
        "jumped": lambda: fields.choose(f"a/b[{COUNT - 1}]"),
    }
    seen = []
    for _ in range(TRIES):
        fields.show_search("")
        fields.show_fields(indexes[0] if what != "shown" else None)
        qtbot.wait(50)
        with watching(window) as dog:
            doings[what]()
            qtbot.wait(300)
        seen.append(str(dog))
        if dog.longest <= NEVER_MS:
            return
    pytest.fail("\n".join(seen))
