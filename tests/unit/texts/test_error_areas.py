"""Every error lies in one area, and says so wherever it is shown."""

import pytest

from hzl_client import errors
from hzl_client.cli.output import error_document, error_text
from hzl_client.errors import HzlError
from hzl_client.texts.areas import LABELS, Area, area_label, area_of
from hzl_client.ui.presenters.trouble import trouble_of


def family(kind: type[HzlError]) -> list[type[HzlError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in family(child))]


def blank(kind: type[HzlError]) -> HzlError:
    """Without its constructor's facts: the area is a matter of the class."""
    return kind.__new__(kind)


def test_the_way_to_the_intermediary_is_one_area_and_nothing_else_is():
    network = {each.code for each in family(errors.NetworkError)}
    found = {
        each.code for each in family(HzlError) if area_of(blank(each)) is Area.NETWORK
    }
    assert found == network
    assert {"proxy-log-in", "tls-name", "http-status", "redirected"} <= found


def test_what_the_user_types_in_for_keys_is_certificate_and_pin():
    user = {
        each.code
        for each in family(errors.UserError)
        if area_of(blank(each)) is Area.CERTIFICATE
    }
    assert user == {
        "wrong-pin",
        "wrong-passphrase",
        "not-an-identity",
        "identity-refused",
    }


@pytest.mark.parametrize(
    ("error", "area"),
    [
        (errors.Fault("9400"), Area.INTERMEDIARY),
        (errors.RefusedOrder("9601"), Area.INTERMEDIARY),
        (errors.ControlBlockMismatch(), Area.INTERMEDIARY),
        (errors.SupplierCertificateMismatch(), Area.CERTIFICATE),
        (errors.TransportNotForMe(), Area.CERTIFICATE),
        (errors.MalformedMime(), Area.MESSAGE),
        (errors.MessageBlocked(), Area.MESSAGE),
        (errors.DiskFailed(), Area.MACHINE),
        (errors.SealBroken(), Area.MACHINE),
        (errors.ProxyLogIn(), Area.NETWORK),
        (ZeroDivisionError(), Area.MACHINE),
    ],
)
def test_areas_of_well_known_failures(error, area):
    assert area_of(error) is area


def test_every_area_has_a_word_of_its_own():
    assert set(LABELS) == set(Area)
    assert len(set(LABELS.values())) == len(LABELS)


def test_the_area_is_shown_in_window_and_on_the_command_line():
    error = errors.ProxyLogIn("", status=407, reason="log-in-wrong")
    assert area_label(error) == "Netz/Proxy"
    assert error_document(error)["area"] == "network"
    assert "Bereich: Netz/Proxy\n" in error_text(error)
    trouble = trouble_of(error)
    assert trouble.area == "Netz/Proxy"
    assert "Bereich: Netz/Proxy\n" in trouble.to_copy
