"""Green only where every signer is expected; otherwise neutral or a warning."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from helpers.fake_shelf import NOON, FakeShelf, delivery
from helpers.openings import PDF, application, content, signed
from helpers.practice import practice_pki
from hzl_client.errors import InvalidSetting
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.delivery import Trust
from hzl_client.model.finding import Finding
from hzl_client.model.record import Record
from hzl_client.services.trust import ExpectedAuthors
from hzl_client.services.verdict import Case, Judge
from hzl_client.settings import MailboxSettings


@pytest.fixture(scope="module")
def pki():
    return practice_pki()


def pem(credential: Credential) -> str:
    return credential.certificate.public_bytes(Encoding.PEM).decode()


def expecting(*trusted: Credential, issuers: tuple[Credential, ...] = ()) -> Judge:
    settings = MailboxSettings(
        title="Test",
        url="http://127.0.0.1:1/",
        intermediary_cipher="",
        expected_authors=tuple(fingerprint(each.der) for each in trusted),
        issuers=tuple(pem(each) for each in issuers),
    )
    return Judge(ExpectedAuthors.from_settings(settings))


def record(*problems: Finding, opened: bool = True) -> Record:
    shelf = FakeShelf()
    shelf.add(delivery(), NOON)
    return replace(shelf.record("r1"), opened=opened, problems=problems)


CONTENTS = (content(), content(PDF))


def test_a_right_signature_of_nobody_in_particular_stays_neutral(pki):
    verdict = expecting().judge(Case(record(), CONTENTS, (signed(pki.author.der),)))
    assert verdict.level == "neutral"
    assert verdict.sentence == (
        "Seit der Signatur unverändert. Wer signiert hat, ist nicht geprüft "
        "(Zertifikat: Übungsplattform Autorin)."
    )


def test_green_for_the_author_s_own_certificate(pki):
    judge = expecting(pki.author)
    verdict = judge.judge(Case(record(), CONTENTS, (signed(pki.author.der),)))
    assert verdict.level == "good"
    assert "Von Sozialplattform" in verdict.sentence


def test_green_for_an_author_whose_issuer_is_expected(pki):
    judge = expecting(pki.ca, issuers=(pki.ca,))
    verdict = judge.judge(Case(record(), CONTENTS, (signed(pki.author.der),)))
    assert verdict.level == "good"


def test_the_practice_mailbox_names_the_practice(pki):
    judge = replace(expecting(pki.ca, issuers=(pki.ca,)), practice=True)
    verdict = judge.judge(Case(record(), CONTENTS, (signed(pki.author.der),)))
    assert "Übung" in verdict.sentence


def test_an_issuer_that_is_only_known_is_not_trusted(pki):
    judge = expecting(issuers=(pki.ca,))
    verdict = judge.judge(Case(record(), CONTENTS, (signed(pki.author.der),)))
    assert verdict.level == "neutral"


def test_an_expected_author_cannot_vouch_for_others(pki):
    judge = expecting(pki.author, issuers=(pki.author,))
    verdict = judge.judge(Case(record(), CONTENTS, (signed(pki.recipient_cipher.der),)))
    assert verdict.level == "neutral"


def test_a_stranger_beside_an_expected_author_is_not_green(pki):
    both = (signed(pki.author.der), signed(pki.stranger.der))
    verdict = expecting(pki.ca, issuers=(pki.ca,)).judge(Case(record(), CONTENTS, both))
    assert verdict.level == "neutral"
    assert "Unbekannte Absenderin" in verdict.sentence


def test_a_signature_without_certificate_is_not_green(pki):
    verdict = expecting(pki.ca).judge(Case(record(), CONTENTS, (signed(b""),)))
    assert verdict.level == "neutral"
    assert "unbekannt" in verdict.sentence


def test_a_missing_part_takes_the_green_away(pki):
    judge = expecting(pki.author)
    missing = Finding("symmetric", "enc/a/cid:x")
    verdict = judge.judge(Case(record(missing), CONTENTS, (signed(pki.author.der),)))
    assert verdict.level == "neutral"
    assert any("beschädigt" in line for line in verdict.details)


@pytest.mark.parametrize(
    ("contents", "signatures"),
    [
        ((content(trust=Trust.INVALID),), ()),
        (CONTENTS, (signed(), signed(valid=False))),
        ((), ()),
    ],
)
def test_what_contradicts_itself_or_is_empty_is_bad(contents, signatures):
    verdict = expecting().judge(Case(record(), contents, signatures))
    assert verdict.level == "bad"


def test_a_lost_attachment_leaves_the_application_neutral(pki):
    lost = Finding("symmetric", "enc/c2/content0/cid:a.pdf")
    broken = replace(signed(valid=False), container="enc/c2", rest_valid=True)
    xml = content()
    shown = replace(application(), xml=xml.octets)
    signatures = (signed(pki.author.der), broken)
    problems = record(lost, Finding("author-signature", "enc/c2"))
    verdict = expecting(pki.author).judge(Case(problems, (xml,), signatures, shown))
    assert not any("ungültig" in line for line in verdict.details)
    assert verdict.level == "neutral"
    assert verdict.sentence.startswith("Eine Anlage fehlt oder ist beschädigt")


def test_unsigned_says_so():
    verdict = expecting().judge(Case(record(), (content(trust=Trust.UNSIGNED),), ()))
    assert verdict.level == "neutral"
    assert verdict.sentence.startswith("Nicht signiert")


def test_partly_signed_says_so(pki):
    contents = (content(), content(trust=Trust.UNSIGNED))
    judge = expecting(pki.author)
    verdict = judge.judge(Case(record(), contents, (signed(pki.author.der),)))
    assert verdict.level == "neutral"
    assert "ein Teil" in verdict.sentence


def test_before_opening_nothing_is_claimed():
    verdict = expecting().judge(Case(record(opened=False), (), ()))
    assert (verdict.level, verdict.details) == ("neutral", ())


def test_details_show_each_signature_and_each_finding_once(pki):
    mine = replace(signed(pki.author.der), signing_time="2026-11-24T12:00:00Z")
    noticed = Finding("unsigned-content")
    verdict = expecting().judge(Case(record(noticed), CONTENTS, (mine,), (noticed,)))
    assert verdict.details[0] == (
        "Signatur gültig: Übungsplattform Autorin, rsa-sha256, "
        "nach Angabe signiert am 2026-11-24T12:00:00Z."
    )
    assert len(verdict.details) == 2


def test_settings_with_a_broken_issuer_are_refused():
    settings = MailboxSettings("T", "http://h", "", issuers=("no pem",))
    with pytest.raises(InvalidSetting):
        ExpectedAuthors.from_settings(settings)


def test_a_signer_with_an_impossible_certificate_does_not_close_the_record(pki):
    """Version 6 of X.509: the library has an exception of its own for that."""
    der = pki.author.der
    version = der.index(b"\xa0\x03\x02\x01\x02") + 4
    strange = signed(der[:version] + b"\x05" + der[version + 1 :], valid=False)
    contents = (content(trust=Trust.INVALID),)
    verdict = expecting(pki.ca, issuers=(pki.ca,)).judge(
        Case(record(), contents, (strange,))
    )
    assert verdict.level == "bad"
    assert any("unbekannt" in line for line in verdict.details)
