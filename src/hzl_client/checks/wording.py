"""What was found in our words, said in those of the office."""

from collections.abc import Callable

from hzl_client.checks.case import MAX_TEXT
from hzl_client.model.application import Application
from hzl_client.model.hint import Evidence


def in_words_of_the_office(application: Application) -> Callable[[Evidence], Evidence]:
    """Label and value as the fields show them; what a check put itself stays."""
    if application.arrange_own is None:
        return lambda seen: seen
    ours = {each.path: each for each in application.own_fields}
    shown = {each.path: each for each in application.fields}

    def said(seen: Evidence) -> Evidence:
        if seen.path not in ours:
            return seen
        own, theirs = ours[seen.path], shown[seen.path]
        if seen.label == own.label:
            seen = seen._replace(label=theirs.label)
        value = _value(theirs.text)
        if seen.value == _value(own.text) != value:
            seen = seen._replace(value=value, own_value=seen.value)
        return seen

    return said


def _value(text: str) -> str:
    return text[:MAX_TEXT].strip()
