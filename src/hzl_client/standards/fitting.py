"""How well an answer of the form belongs to a question of the XML."""

from enum import IntEnum
from typing import Final

from hzl_client.standards.asked import Asked
from hzl_client.standards.captions import Name, all_met, any_met, words_of
from hzl_client.standards.entries import Entry
from hzl_client.standards.spellings import Shape, says_more

_TELLING: Final = 4  # signs; a shorter value says little where the captions differ
_BEGINNING: Final = 500  # signs of a sentence; no declaration is longer
_ALIKE: Final = 0.6  # of the words of a sentence
_SHORT: Final = 5  # letters; one such word is in many captions


class Fit(IntEnum):
    """NEAR: the titles above name the group, or a word is the same. KIND: both are
    some "Art" of the group. GROUP: the caption names it. From there on the label."""

    NONE = 0
    NEAR = 1
    KIND = 2
    GROUP = 3
    SAYS_MORE = 4
    SAME = 5


def belongs(question: Asked, entry: Entry) -> bool:
    """Not the answer of somebody else."""
    return not question.card or entry.owner in ("", question.card)


def fit(question: Asked, entry: Entry) -> Fit:
    if entry.name.same in question.names:
        first = entry.name.same == question.names[0]
        return Fit.SAME if first else Fit.SAYS_MORE
    if question.by_channel or _is_anothers(question, entry):
        return Fit.NONE
    return _by_words(question, entry)


def _is_anothers(question: Asked, entry: Entry) -> bool:
    """Named word for word for something else of the group, or the other end of a
    span."""
    ends = {question.name.end, entry.name.end} - {""}
    if len(ends) > 1:
        return True
    own, said = question.name.words, entry.name.words
    if own and own <= said:
        return False
    # also in the genitive
    return any({word, word.removesuffix("s")} & question.others for word in said)


def _by_words(question: Asked, entry: Entry) -> Fit:
    near = is_near(question, entry)
    if _says_more(question, entry, near=near):
        return Fit.SAYS_MORE
    if _names_group(question, entry):
        return Fit.GROUP
    if _is_kind(question.name, entry):
        return Fit.KIND
    if near or any_met(_long(question.name), _long(entry.name)):
        return Fit.NEAR
    return Fit.NONE


def is_near(question: Asked, entry: Entry) -> bool:
    """Under a title that names its group: "Einkommen"; "Bedarf" also a "Mehrbedarf"."""
    group, titles = question.group_words, entry.titles
    if not group or question.group == question.card:
        return False
    return all_met(group, titles) or any(_is_part(title, group) for title in titles)


def answers(question: Asked, how: Fit) -> bool:
    """The same value: is it the answer to this question? A short one says little."""
    if question.shape is Shape.YES_NO:
        return how >= Fit.SAYS_MORE
    if how >= Fit.GROUP:
        return True
    return how >= Fit.NEAR and len(question.value.strip()) >= _TELLING


def contradicts(question: Asked, entry: Entry, how: Fit) -> bool:
    """Another value: may it be the answer to this question?"""
    if question.forms & entry.answers:
        return False
    yes_no = question.shape is Shape.YES_NO
    declared = bool(entry.declared) and not yes_no
    if not declared and yes_no is not (entry.shape is Shape.YES_NO):
        return False
    if how is Fit.SAME or question.empty:
        return how is Fit.SAME
    dates = [each.shape is Shape.DATE for each in (question, entry)]
    if any(dates) and not all(dates):
        return False
    if question.shape is not Shape.TEXT:
        return True
    said = entry.printed.caption if declared else entry.printed.text
    return not says_more(said, question.value)


def _says_more(question: Asked, entry: Entry, *, near: bool) -> bool:
    name, caption = question.name, entry.name
    figures = question.shape is entry.shape is Shape.NUMBER
    if figures and all_met(question.kind, caption.words):
        return True
    if entry.declared:
        return (name.generic or near) and _alike(question, entry)
    if name.generic:
        return near and all_met(name.words, caption.words)
    if len(name.words) == 1 and all(len(word) < _SHORT for word in name.words):
        return False
    return all_met(name.words, caption.words)


def _alike(question: Asked, entry: Entry) -> bool:
    """A sentence, and the one of a box to tick."""
    said, asked = entry.name.words, words_of(question.value[:_BEGINNING])
    return bool(said) and len(said & asked) >= _ALIKE * len(said | asked)


def _names_group(question: Asked, entry: Entry) -> bool:
    """A label such as "Art" says nothing; the element it stands in does."""
    words, group = entry.name.words, question.group_words
    if not question.name.generic or not group:
        return False
    return all_met(group, words) or all(_is_part(word, group) for word in words)


def _is_kind(name: Name, entry: Entry) -> bool:
    """ "Einkommensart" and "Kinderleistung (Art)" below "Einkommen"."""
    kinds = [word[:-3] for word in name.words if word.endswith("art")]
    stems = frozenset(word.removesuffix("s") for word in kinds)
    return "art" in entry.name.words and all_met(stems, entry.titles)


def _is_part(word: str, group: frozenset[str]) -> bool:
    """The end of a longer word: "Leistung" of "Fremdleistung"."""
    return any(
        each == word or (len(word) >= _SHORT and each.endswith(word)) for each in group
    )


def _long(name: Name) -> frozenset[str]:
    return frozenset(word for word in name.words if len(word) > _SHORT)
