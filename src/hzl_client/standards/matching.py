"""Which answer of the form belongs to which question of the XML: one to one.

First the same value under a fitting caption, then the same value under a fitting
title, then what is left under the caption of a question and says otherwise. Where two
would fit alike nothing is guessed, unless as many wait on both sides: then in order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from hzl_client.model.application import Field
from hzl_client.standards.asked import Asked, forms_of
from hzl_client.standards.captions import keys_of, words_of
from hzl_client.standards.entries import DECLARED, WHOLE, Entry
from hzl_client.standards.fitting import (
    Fit,
    answers,
    belongs,
    contradicts,
    fit,
    is_near,
)
from hzl_client.standards.spellings import Shape

# Entries looked at for one question: a real form has some dozen "Ja", and a form of
# thousands must not be held against thousands of fields.
_MOST: Final = 60
_BEGINNING: Final = 500  # signs of a sentence
_ROUNDS: Final = 2
_ANYBODY: Final = "*"
_WORDS: Final = 8  # of a sentence; enough to find it again
_HERE: Final = 3  # points for the block of the person
_BESIDE: Final = 2  # for standing beside what else the form says of the group
_CAPTION: Final = 4  # for each step that the caption fits better


@dataclass(frozen=True, slots=True)
class Link:
    question: Asked
    entry: Entry
    piece: int  # of the entry
    same: bool

    @property
    def said(self) -> str:
        printed = self.entry.printed
        return printed.caption if self.piece == DECLARED else printed.text

    def says(self, each: Field) -> bool:
        return bool(self.entry.forms(self.piece) & forms_of(each))


@dataclass(frozen=True, slots=True)
class _Candidate:
    question: Asked
    entry: Entry
    fit: Fit
    points: int
    piece: int

    @property
    def rank(self) -> tuple[int, int, int, int]:
        return (-self.points, self.question.number, self.entry.number, self.piece)


def links(questions: list[Asked], entries: list[Entry]) -> dict[int, Link]:
    """By number of the question."""
    board = _Board(entries)
    same = sorted(board.same(questions), key=lambda each: each.rank)
    for each in same:
        if each.fit >= Fit.GROUP:
            board.link(each, same=True)
    same = [each for each in same if board.is_open(each)]
    named = _named(board.others(questions)) if same else set()
    for each in same:
        if not named & _both(each):
            board.link(each, same=True)
    for _ in range(_ROUNDS):  # what was linked tells what stands beside it
        for each in _without_doubt(board.others(questions)):
            board.link(each, same=False)
    board.link_ticks(questions)
    return board.complete()


def _named(others: Iterable[_Candidate]) -> set[tuple[str, int]]:
    """Questions whose very caption stands in the form, and the entries below these: no
    mere title takes one of them away."""
    named = (each for each in others if each.fit >= Fit.SAYS_MORE)
    return set[tuple[str, int]]().union(*map(_both, named))


def _without_doubt(others: Iterable[_Candidate]) -> Iterator[_Candidate]:
    """The best first; what has two equally good partners has none."""
    settled: set[tuple[str, int]] = set()
    ordered = sorted(others, key=lambda each: each.rank)
    for _, level in groupby(ordered, key=lambda each: each.points):
        left = [each for each in level if not settled & _both(each)]
        yield from _paired(left)
        settled.update(*map(_both, left))


def _both(each: _Candidate) -> set[tuple[str, int]]:
    return {("question", each.question.number), ("entry", each.entry.number)}


def _paired(level: list[_Candidate]) -> Iterator[_Candidate]:
    """Each question with the only entry, or as many with as many in their order."""
    by_question: dict[int, list[_Candidate]] = defaultdict(list)
    for each in level:
        by_question[each.question.number].append(each)
    rivals: dict[tuple[int, ...], list[list[_Candidate]]] = defaultdict(list)
    for some in by_question.values():
        rivals[tuple(each.entry.number for each in some)].append(some)
    askers = Counter(each.entry.number for each in level)
    for entries, questions in rivals.items():
        alone = all(askers[number] == len(questions) for number in entries)
        parts = questions[0][0].entry.parts if len(entries) == 1 else ()
        if alone and len(questions) == len(entries):
            yield from (some[n] for n, some in enumerate(questions))
        elif alone and len(questions) == len(parts):
            pairs = zip(questions, parts, strict=True)
            yield from (replace(some[0], piece=part) for some, part in pairs)


class _Board:
    """What was linked so far, and what of the entries is still free."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries
        self._links: dict[int, Link] = {}
        self._taken: dict[int, set[int]] = defaultdict(set)  # pieces, by entry
        self._groups: dict[str, list[int]] = defaultdict(list)  # entries, by group
        self._by_form: dict[str, list[Entry]] = defaultdict(list)
        self._by_form_and_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            for form in entry.answers:
                self._by_form[form].append(entry)
                self._by_form_and_name[form, entry.name.same].append(entry)

    def is_open(self, each: _Candidate) -> bool:
        taken = self._taken[each.entry.number]
        free = each.entry.is_free(each.piece, taken)
        return free and each.question.number not in self._links

    def link(self, each: _Candidate, *, same: bool) -> None:
        if not self.is_open(each):
            return
        question, entry = each.question, each.entry
        self._links[question.number] = Link(question, entry, each.piece, same)
        self._taken[entry.number].add(each.piece)
        if question.group != question.card:
            self._groups[question.group].append(entry.number)

    def same(self, questions: Iterable[Asked]) -> Iterator[_Candidate]:
        for question in questions:
            if question.empty:
                continue
            for entry in self._alike(question):
                how = fit(question, entry)
                if belongs(question, entry) and answers(question, how):
                    for piece in entry.pieces_with(question.forms):
                        yield self._candidate(question, entry, how, piece)

    def others(self, questions: Iterable[Asked]) -> list[_Candidate]:
        """What is left under the caption of a question and says otherwise."""
        index: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            if not self._taken[entry.number] or self._free_part(entry):
                for key in {f"={entry.name.same}", *keys_of(entry.name.words)}:
                    for owner in (entry.owner, _ANYBODY):
                        index[f"{owner} {key}"].append(entry)
        return [
            each
            for question in questions
            if question.number not in self._links and question.answerable
            for each in self._others(question, index)
        ]

    def link_ticks(self, questions: Iterable[Asked]) -> None:
        """ "Zugestimmt" stands in the XML beside the sentence it is said of; the form
        has one box for both."""
        boxes = {
            _above(link.question.path): link.entry
            for link in self._links.values()
            if link.piece == DECLARED
        }
        for question in questions:
            entry = boxes.get(_above(question.path))
            if entry and question.shape is Shape.YES_NO:
                same = bool(question.forms & entry.forms(WHOLE))
                each = self._candidate(question, entry, Fit.GROUP, WHOLE)
                self.link(each, same=same)

    def complete(self) -> dict[int, Link]:
        """Of a list each part must stand in the XML, else all of it differs."""
        differing = {n.entry.number for n in self._links.values() if not n.same}
        for number, link in self._links.items():
            missing = link.piece > 0 and self._free_part(link.entry)
            if missing and link.entry.number not in differing:
                self._links[number] = replace(link, same=False)
        return self._links

    def _free_part(self, entry: Entry) -> int:
        """Of a list some parts of which were found; 0 if there is none."""
        taken = self._taken[entry.number]
        free = (part for part in entry.parts if taken and entry.is_free(part, taken))
        return next(free, 0)

    def _alike(self, question: Asked) -> Iterable[Entry]:
        near: dict[int, Entry] = {}
        for form in question.forms:
            found = self._by_form.get(form, [])
            if len(found) > _MOST:
                named = (self._by_form_and_name[form, n] for n in question.names)
                found = [entry for some in named for entry in some[:_MOST]]
            near |= {entry.number: entry for entry in found}
        return near.values()

    def _others(
        self, question: Asked, index: dict[str, list[Entry]]
    ) -> Iterator[_Candidate]:
        beside = self._beside(question)
        near = {entry.number: entry for entry in beside}
        for key in _keys(question):
            for owner in (question.card, "") if question.card else (_ANYBODY,):
                some = index.get(f"{owner} {key}", [])
                if len(some) <= _MOST:
                    near |= {entry.number: entry for entry in some}
        for entry in near.values():
            how = fit(question, entry)
            if belongs(question, entry) and contradicts(question, entry, how):
                is_beside = entry in beside
                piece = self._piece(question, entry)
                if _may_differ(question, entry, how, beside=is_beside):
                    each = self._candidate(question, entry, how, piece)
                    more = _BESIDE if is_beside else 0
                    yield replace(each, points=each.points + more)

    def _piece(self, question: Asked, entry: Entry) -> int:
        if entry.declared and question.shape is not Shape.YES_NO:
            return DECLARED
        return self._free_part(entry) or WHOLE

    def _beside(self, question: Asked) -> list[Entry]:
        """What stands next to an answer of the same group, below the same title."""
        found: list[Entry] = []
        for number in self._groups.get(question.group, [])[:_MOST]:
            here = self._entries[number].printed.heading
            for other in self._entries[max(number - 1, 0) : number + 2]:
                free = not self._taken[other.number]
                if free and other.printed.heading == here and other not in found:
                    found.append(other)
        return found

    @staticmethod
    def _candidate(question: Asked, entry: Entry, how: Fit, piece: int) -> _Candidate:
        here = _HERE if question.card and entry.owner == question.card else 0
        return _Candidate(question, entry, how, _CAPTION * how + here, piece)


def _may_differ(question: Asked, entry: Entry, how: Fit, *, beside: bool) -> bool:
    """The worse a caption fits, the more else must speak for it."""
    here = bool(question.card) and entry.owner == question.card
    if question.empty:
        return here
    if how >= Fit.SAYS_MORE:
        return True
    if how is Fit.GROUP:
        return here or beside
    figures = question.shape is entry.shape in (Shape.NUMBER, Shape.DATE)
    titled = question.name.generic and is_near(question, entry)
    return how is Fit.NEAR and beside and figures and titled


def _keys(question: Asked) -> set[str]:
    words = question.name.words | question.kind | question.group_words
    keys = {f"={name}" for name in question.names} | keys_of(words)
    if any(word.endswith("art") for word in words):
        keys.add("art")
    if question.name.generic:
        said = sorted(words_of(question.value[:_BEGINNING]))[:_WORDS]
        keys |= keys_of(frozenset(said))
    return keys


def _above(path: str) -> str:
    return path.rpartition("/")[0]
