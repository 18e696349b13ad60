"""Prüfung in words: one sentence with its level, and every detail behind it.

Green means: every content is covered by a valid signature and every signer is
expected by this mailbox. A right signature of an unknown signer stays neutral.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from hzl_client.model.delivery import AuthorSignature, Content, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.record import Record
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
class Judge:
    expected: ExpectedAuthors
    practice: bool = False

    def judge(
        self,
        record: Record,
        contents: tuple[Content, ...],
        signatures: tuple[AuthorSignature, ...],
        further: Iterable[Finding] = (),
    ) -> Verdict:
        level, text = self._headline(record, contents, signatures)
        noticed = (*record.problems, *record.findings, *further)
        details = (*map(_signature_line, signatures), *_lines(noticed))
        return Verdict(level, text, tuple(dict.fromkeys(details)))

    def _headline(
        self,
        record: Record,
        contents: tuple[Content, ...],
        signatures: tuple[AuthorSignature, ...],
    ) -> tuple[Level, str]:
        if not record.opened:
            return "neutral", sentence("verdict-unopened")
        if refusal := _refusal(contents, signatures):
            return "bad", sentence(refusal)
        if reservation := self._reservation(record, contents, signatures):
            return "neutral", reservation
        good = "verdict-practice" if self.practice else "verdict-expected"
        return "good", sentence(good)

    def _reservation(
        self,
        record: Record,
        contents: tuple[Content, ...],
        signatures: tuple[AuthorSignature, ...],
    ) -> str:
        trusts = {content.trust for content in contents}
        if trusts == {Trust.UNSIGNED} or not signatures:
            return sentence("verdict-unsigned")
        if Trust.UNSIGNED in trusts:
            return sentence("verdict-partly-signed", _signers(signatures))
        if not all(self.expected.include(s.signer) for s in signatures):
            return sentence("verdict-unchanged", _signers(signatures))
        return sentence("verdict-incomplete") if record.problems else ""


def _refusal(
    contents: tuple[Content, ...], signatures: tuple[AuthorSignature, ...]
) -> str:
    invalid = any(content.trust is Trust.INVALID for content in contents)
    if invalid or not all(signature.valid for signature in signatures):
        return "verdict-invalid"
    return "" if contents else "verdict-nothing"


def _signers(signatures: Iterable[AuthorSignature]) -> str:
    names = dict.fromkeys(holder(signature.signer) for signature in signatures)
    return "Zertifikat: " + ", ".join(names)


def _signature_line(signature: AuthorSignature) -> str:
    state = "gültig" if signature.valid else "ungültig"
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
