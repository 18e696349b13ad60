import pytest

from hzl_client.errors import AlgorithmRefused
from hzl_client.xmlsec import algorithms as a

# FIPS 180-4 and FIPS 202, message "abc"
ABC = {
    a.DIGEST_SHA1: "a9993e36 4706816a ba3e2571 7850c26c 9cd0d89d",
    a.DIGEST_SHA256: """
        ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad""",
    a.DIGEST_SHA384: """
        cb00753f45a35e8b b5a03d699ac65007 272c32ab0eded163 1a8b605a43ff5bed
        8086072ba1e7cc23 58baeca134c825a7""",
    a.DIGEST_SHA512: """
        ddaf35a193617aba cc417349ae204131 12e6fa4e89a97ea2 0a9eeee64b55d39a
        2192992a274fc1a8 36ba3c23a3feebbd 454d4423643ce80e 2a9ac94fa54ca49f""",
    a.DIGEST_SHA3_256: """
        3a985da74fe225b2 045c172d6bd390bd 855f086e3e9d525b 46bfe24511431532""",
    a.DIGEST_SHA3_384: """
        ec01498288516fc9 26459f58e2c6ad8d f9b473cb0fc08c25 96da7cf0e49be4b2
        98d88cea927ac7f5 39f1edf228376d25""",
    a.DIGEST_SHA3_512: """
        b751850b1a57168a 5693cd924b6b096e 08f621827444f70d 884f5d0240d2712e
        10e116e9192af3c9 1a7ec57647e39340 57340b4cf408d5a5 6592f8274eec53f0""",
}


@pytest.mark.parametrize("uri", ABC)
def test_known_answers(uri: str) -> None:
    digest = a.new_digest(uri)
    digest.update(b"a")
    digest.update(b"bc")
    assert digest.digest() == bytes.fromhex(ABC[uri])


def test_every_digest_has_a_known_answer() -> None:
    assert set(ABC) == set(a.DIGESTS)


@pytest.mark.parametrize("uri", [a.DIGEST_RIPEMD160, "", "urn:x", "sha256"])
def test_unknown_digests_are_refused(uri: str) -> None:
    with pytest.raises(AlgorithmRefused):
        a.new_digest(uri)
