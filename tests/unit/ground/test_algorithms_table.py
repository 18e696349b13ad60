"""The table of algorithms: read strictly, or not at all."""

import json
from datetime import date

import pytest

from hzl_client import algorithms, resources
from hzl_client.algorithms import Level, Use
from hzl_client.errors import AlgorithmsDamaged, InvalidSetting
from hzl_client.texts.sentences import SENTENCES
from hzl_client.xmlsec import policy

DAY = date(2026, 11, 24)
RAW = resources.read(algorithms.FILE)


def changed(use, number, **values):
    document = json.loads(RAW)
    document[use][number].update(values)
    return json.dumps(document).encode()


def test_the_table_of_this_program_is_whole():
    table = algorithms.parse(RAW, DAY)
    policy.check_implemented(table)
    assert table.version == "2026-11-30"
    assert policy.MODERN.table == algorithms.load()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"format": 1, "format": 1}',
        RAW.replace(b'"format": 1', b'"format": 2'),
        RAW.replace(b'"outlook"', b'"ausblick"'),
        RAW.replace(b'"2026-11-30"', b'"gestern"'),
        changed("symmetric", 0, level="allow"),
        changed("symmetric", 0, extra=1),
        changed("symmetric", 0, level="accept"),  # nothing is sent
        changed("symmetric", 1, level="send", choice=False),  # two are
        changed("symmetric", 1, name="AES-256-GCM"),
        changed("symmetric", 3, choice=True),  # a refused one is no choice
        changed("rsa_bits", 0, id="1024"),
        changed("rsa_bits", 2, level="legacy"),  # longer and worse
        changed("rsa_bits", 1, before="much"),
    ],
)
def test_a_damaged_table_is_refused_by_name(raw):
    with pytest.raises(AlgorithmsDamaged) as caught:
        algorithms.parse(raw, DAY)
    assert caught.value.facts["file"] == "algorithms.json"


@pytest.mark.parametrize(
    ("use", "number", "values"),
    [
        ("digest", 3, {"id": "urn:unknown"}),
        ("symmetric", 3, {"level": "accept"}),  # CBC without leave
        ("key_transport", 2, {"level": "warn"}),
        ("digest", 6, {"level": "accept"}),
        ("rsa_signature", 9, {"level": "warn"}),
        (
            "ec_signature",
            1,
            {"id": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"},
        ),
        ("digest", 3, {"id": "http://www.w3.org/2001/04/xmlenc#ripemd160"}),
        ("gcm_iv", 1, {"id": "8"}),
    ],
)
def test_no_table_admits_what_is_not_there_or_broken(use, number, values):
    table = algorithms.parse(changed(use, number, **values), DAY)
    with pytest.raises(AlgorithmsDamaged):
        policy.check_implemented(table)


def test_levels_count_from_their_day():
    for day, level in ((date(2025, 12, 31), Level.ACCEPT), (DAY, Level.WARN)):
        table = algorithms.parse(RAW, day)
        assert table.length(Use.RSA_BITS, 2048) is level
        assert table.length(Use.RSA_BITS, 3072) is Level.ACCEPT
        assert table.length(Use.RSA_BITS, 2047) is Level.LEGACY


def test_what_is_sent_and_what_may_be_chosen():
    sending = policy.MODERN.sending
    assert policy.name_of(sending.signature) == "RSA-PSS-SHA256"
    chosen = policy.load(chosen={"send_signature": "RSA-SHA256", "send_iv": "16"})
    assert policy.name_of(chosen.sending.signature) == "RSA-SHA256"
    assert chosen.sending.iv_length == 16


@pytest.mark.parametrize("name", ["RSA-SHA1", "RSA-PSS-SHA384", "unbekannt"])
def test_nothing_else_can_be_chosen(name):
    with pytest.raises(InvalidSetting) as caught:
        algorithms.check_choices({"send_signature": name})
    assert caught.value.facts["setting"] == "send_signature"


def test_every_finding_has_a_sentence():
    codes = {*policy._OLD.values(), *policy._WEAK.values()}
    assert codes <= SENTENCES.keys()
