"""Prüfung in words: one sentence with its level, and every detail behind it.

Green means: every content is covered by a valid signature and every signer is
expected by this mailbox. A right signature of an unknown signer stays neutral.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from hzl_client.model.application import Application
from hzl_client.model.delivery import AuthorSignature, Content, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.record import Record
from hzl_client.services.contradiction import contradicted
from hzl_client.services.trust import ExpectedAuthors, holder
from hzl_client.texts import sentence

Level = Literal["neutral", "good", "bad"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`sentence` and `details` are German, ready for the screen."""

    level: Level
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What a verdict is about; `noticed` goes beyond the record's own findings."""

    record: Record
    contents: tuple[Content, ...]
    signatures: tuple[AuthorSignature, ...]
    application: Application | None = None
    noticed: tuple[Finding, ...] = ()

    @property
    def trusts(self) -> set[Trust]:
        return {content.trust for content in self.contents}

    @property
    def contradicted(self) -> bool:
        return contradicted(self.contents, self.signatures)


@dataclass(frozen=True, slots=True)
class Judge:
    expected: ExpectedAuthors
    practice: bool = False

    def judge(self, case: Case) -> Verdict:
        level, text = self._headline(case)
        record = case.record
        noticed = (*record.problems, *record.findings, *case.noticed)
        if not case.contradicted:  # a signature that nobody can check accuses nobody
            noticed = tuple(f for f in noticed if f.code != "author-signature")
        broken = "ungültig" if case.contradicted else "nicht prüfbar"
        signatures = (_signature_line(each, broken) for each in case.signatures)
        details = (*signatures, *_lines(noticed))
        return Verdict(level, text, tuple(dict.fromkeys(details)))

    def _headline(self, case: Case) -> tuple[Level, str]:
        if not case.record.opened:
            return "neutral", sentence("verdict-unopened")
        if case.contradicted:
            return "bad", sentence("verdict-invalid")
        if not case.contents:
            return "bad", sentence("verdict-nothing")
        if reservation := self._reservation(case):
            return "neutral", reservation
        good = "verdict-practice" if self.practice else "verdict-expected"
        return "good", sentence(good)

    def _reservation(self, case: Case) -> str:
        if not all(signature.valid for signature in case.signatures):
            return sentence("verdict-attachment-lost")
        if case.trusts == {Trust.UNSIGNED} or not case.signatures:
            return sentence("verdict-unsigned")
        signers = _signers(case.signatures)
        if Trust.UNSIGNED in case.trusts:
            return sentence("verdict-partly-signed", signers)
        if not all(self.expected.include(s.signer) for s in case.signatures):
            return sentence("verdict-unchanged", signers)
        return sentence("verdict-incomplete") if case.record.problems else ""


def _signers(signatures: Iterable[AuthorSignature]) -> str:
    names = dict.fromkeys(holder(signature.signer) for signature in signatures)
    return "Zertifikat: " + ", ".join(names)


def _signature_line(signature: AuthorSignature, broken: str) -> str:
    state = "gültig" if signature.valid else broken
    parts = [holder(signature.signer), _short(signature.algorithm)]
    if signature.signing_time:
        parts.append(f"nach Angabe signiert am {signature.signing_time}")
    return f"Signatur {state}: " + ", ".join(part for part in parts if part) + "."


def _short(uri: str) -> str:
    """`http://www.w3.org/2001/04/xmldsig-more#rsa-sha256` → `rsa-sha256`."""
    return uri.rpartition("#")[2].rpartition("/")[2]


def _lines(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield sentence(finding.code, finding.detail)
