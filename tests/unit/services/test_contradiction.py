"""A lost attachment is no forgery, and a forgery is no lost attachment."""

from dataclasses import replace

from helpers.openings import PDF, application, content, signed
from hzl_client.model.delivery import AuthorSignature, Trust
from hzl_client.model.finding import Finding
from hzl_client.services.contradiction import contradicted

XML = replace(content(), path="enc/c1/content0")
READ = replace(application(), xml=XML.octets)
SPOILED = replace(content(PDF, Trust.INVALID), path="enc/c2/content1/cid:b.pdf")
LOST = (Finding("symmetric", "enc/c2/content0/cid:a.pdf"),)
HOLDS = replace(signed(), container="enc/c1")
BROKEN = AuthorSignature("enc/c2", "", "", b"", "", valid=False)


def test_all_is_well():
    assert not contradicted((XML,), (HOLDS,), (), READ)


def test_a_lost_attachment_explains_its_container():
    assert not contradicted((XML, SPOILED), (HOLDS, BROKEN), LOST, READ)


def test_without_a_lost_attachment_a_broken_signature_stands():
    assert contradicted((XML, SPOILED), (HOLDS, BROKEN), (), READ)


def test_a_loss_elsewhere_explains_nothing():
    elsewhere = (Finding("symmetric", "enc/c22/content0/cid:a.pdf"),)
    assert contradicted((XML, SPOILED), (HOLDS, BROKEN), elsewhere, READ)


def test_a_container_that_stays_shut_explains_nothing():
    shut = (Finding("symmetric", "enc"), Finding("symmetric", "enc/c2/content0"))
    assert contradicted((XML, SPOILED), (HOLDS, BROKEN), shut, READ)


def test_an_application_under_a_broken_signature_is_never_explained():
    inside = replace(XML, trust=Trust.INVALID)
    broken = replace(BROKEN, container="enc/c1")
    lost = (Finding("symmetric", "enc/c1/content1/cid:a.pdf"),)
    assert contradicted((inside,), (broken,), lost, READ)


def test_without_application_nothing_is_explained():
    assert contradicted((SPOILED,), (BROKEN,), LOST, None)


def test_distrust_without_a_broken_signature_is_taken_at_its_word():
    assert contradicted((XML, SPOILED), (HOLDS,), LOST, READ)
