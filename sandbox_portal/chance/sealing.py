"""Keep a committed secret unreadable in the database until its reveal; the sealing key lives outside the database."""

from cryptography.fernet import Fernet, InvalidToken

from sandbox_portal.chance.draw import DrawRefusedError


def seal(secret: bytes, *, key: str) -> bytes:
    """Seal with a URL-safe base64 key of 32 bytes."""
    return Fernet(key).encrypt(secret)


def unseal(sealed: bytes, *, key: str) -> bytes:
    """Open what `seal` made; DrawRefusedError when the key is another one or the bytes were changed."""
    try:
        return Fernet(key).decrypt(bytes(sealed))
    except InvalidToken as error:
        raise DrawRefusedError("The sealed secret cannot be opened with the sealing key of this portal.") from error
