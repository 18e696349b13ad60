"""A lost attachment is no forgery, and a forgery is no lost attachment."""

from dataclasses import replace

from helpers.openings import PDF, content, signed
from hzl_client.model.delivery import Trust
from hzl_client.services.contradiction import contradicted

XML = content()
SPOILED = content(PDF, Trust.INVALID)
HOLDS = signed()
BROKEN = replace(signed(), valid=False)
LOSSY = replace(BROKEN, rest_valid=True)


def test_all_is_well():
    assert not contradicted((XML,), (HOLDS,))


def test_a_lost_attachment_leaves_the_rest_believable():
    assert not contradicted((SPOILED,), (LOSSY,))
    assert not contradicted((XML, SPOILED), (HOLDS, LOSSY))


def test_a_broken_signature_stands():
    assert contradicted((XML, SPOILED), (HOLDS, BROKEN))


def test_a_loss_elsewhere_explains_nothing():
    assert contradicted((SPOILED,), (LOSSY, BROKEN))


def test_distrust_without_a_broken_signature_is_taken_at_its_word():
    assert contradicted((XML, SPOILED), (HOLDS,))
