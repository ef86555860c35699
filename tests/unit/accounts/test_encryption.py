import pytest
from cryptography.fernet import InvalidToken

from accounts import encryption


def test_what_is_encrypted_is_not_readable_and_comes_back() -> None:
    encrypted = encryption.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DP" not in encrypted
    assert encryption.decrypt(encrypted) == "JBSWY3DPEHPK3PXP"


def test_the_same_secret_is_never_encrypted_alike() -> None:
    assert encryption.encrypt("x") != encryption.encrypt("x")


def test_an_altered_secret_is_refused() -> None:
    encrypted = encryption.encrypt("JBSWY3DPEHPK3PXP")
    with pytest.raises(InvalidToken):
        encryption.decrypt(encrypted[:-4] + "AAAA")


def test_another_key_does_not_open_it(settings) -> None:
    encrypted = encryption.encrypt("JBSWY3DPEHPK3PXP")
    settings.ENCRYPTION_KEY = "another"
    with pytest.raises(InvalidToken):
        encryption.decrypt(encrypted)
