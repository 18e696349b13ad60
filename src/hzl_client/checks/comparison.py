"""The same answer in the XML and in the printed form: are they equal?

What the comparison of the two marks as different, and nothing else: the list of the
fields and the hint say the same.
"""

from collections.abc import Iterator
from itertools import islice

from hzl_client.checks.case import MAX_ROWS, MAX_TEXT, Case, printed
from hzl_client.checks.check import Check
from hzl_client.model.comparison import State
from hzl_client.model.hint import Evidence
from hzl_client.model.printed import PrintedField


def _differ(case: Case) -> Iterator[Evidence]:
    """Empty fields as well, where the form has something to say."""
    before: PrintedField | None = None
    for each in islice(case.application.own_fields, MAX_ROWS):
        compared = case.around.comparison.fields.get(each.path)
        if compared and compared.state is State.DIFFERS and compared.printed:
            if compared.printed is not before:  # a code and its text are one answer
                yield printed(compared.printed)
            before = compared.printed
            yield Evidence(each.label, each.text.strip()[:MAX_TEXT], each.path)


CHECKS = (
    Check(
        "xml-and-form-differ",
        "Dieselbe Angabe steht im XML anders als in Antrag.pdf.",
        "Vergleich von XML und Antrag.pdf",
        _differ,
    ),
)
