"""What an office lets in if it is told to; what nobody can learn from its refusals."""

import pytest

from helpers.old_peer import cbc, pkcs7, sealed, wrapped_for
from helpers.practice import Changes, Recipient, codes, post, practice_intermediary
from hzl_client.errors import Fault
from hzl_client.intermediary.intake import Admission, open_request
from hzl_client.model.octets import MemoryOctets, in_memory
from hzl_client.osci import envelope
from hzl_client.xmlsec import base64, encryption
from hzl_client.xmlsec.policy import LEGACY, MODERN


@pytest.fixture
def office(tmp_path):
    def started(**admission):
        return practice_intermediary(tmp_path, admission=Admission(**admission))

    return started


def request(recipient) -> bytes:
    """An InitDialog before it is sealed."""
    return in_memory(recipient.request("InitDialog", changes=Changes(encrypted=False)))


def fault_of(body: MemoryOctets, receiver, policy=LEGACY) -> str:
    with pytest.raises(Fault) as caught:
        open_request(body, receiver, policy)
    return caught.value.osci_code


def test_old_algorithms_only_where_they_are_let_in(office):
    with office(policy=LEGACY) as running:
        recipient = Recipient.of(running)
        receiver = running.pki.intermediary_cipher
        body = sealed(receiver, cbc(pkcs7(request(recipient))), wrapped_for(receiver))
        assert open_request(body, receiver, LEGACY).kind == "InitDialog"
        assert fault_of(body, receiver, MODERN) == "9202"
        assert b"soap:Fault" not in in_memory(post(running.url, body))


def test_unsigned_requests_only_where_they_are_let_in(office):
    unsigned = Changes(signed=False)
    with office(signed=False) as running:
        assert codes(Recipient.of(running).init(unsigned)) == ("0801",)
    with office() as running:
        assert codes(Recipient.of(running).init(unsigned)) == ("9600",)


def test_no_refusal_tells_which_step_of_decrypting_failed(office):
    """Wrong padding of the key, a wrong key, a wrong padding of the text, and a right
    one around something that is no message: one and the same answer."""
    with office(policy=LEGACY) as running:
        receiver = running.pki.intermediary_cipher
        padded = pkcs7(request(Recipient.of(running)))
        whole = cbc(padded)
        good = wrapped_for(receiver)
        noise = b"\x00" * 47 + b"\xff"
        bodies = [
            sealed(receiver, whole, bytes(receiver.key.key_size // 8 - 1) + b"\1"),
            sealed(receiver, whole, wrapped_for(receiver, bytes(5))),
            sealed(receiver, whole, wrapped_for(receiver, bytes([1] * 32))),
            sealed(receiver, cbc(padded[:-1] + b"\xff"), good),
            sealed(receiver, cbc(noise), good),
            sealed(receiver, cbc(pkcs7(b"no message at all")), good),
            sealed(receiver, whole[:-5], good),
        ]
        answers = {in_memory(post(running.url, body)) for body in bodies}
        assert len(answers) == 1
        assert b"9202" in answers.pop()


def test_a_wrong_key_costs_as_much_as_a_wrong_text(office, monkeypatch):
    """With OAEP and GCM, too: the ciphertext is read to its end in either case."""
    with office() as running:
        receiver = running.pki.intermediary_cipher
        good = b"".join(
            envelope.seal_envelope(
                MemoryOctets(b"x" * 9_000), receiver.certificate, "B"
            )
        )
        text = good[:-50] + bytes([good[-50] ^ 1]) + good[-49:]
        start = good.index(b"<xenc:CipherValue>") + len("<xenc:CipherValue>")
        wrapped = base64.encode(bytes(receiver.key.key_size // 8)).encode()
        key = good[:start] + wrapped + good[good.index(b"</xenc:CipherValue>") :]
        decrypted: list[int] = []
        decrypt = encryption.decrypt

        def counted(cipher, *others):
            decrypted.append(cipher.size)
            return decrypt(cipher, *others)

        monkeypatch.setattr(encryption, "decrypt", counted)
        for body in (key, text):
            assert fault_of(MemoryOctets(body), receiver, MODERN) == "9202"
        assert len(decrypted) == 2
        assert decrypted[0] == decrypted[1] > 9_000
