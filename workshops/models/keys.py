"""What lets somebody into an open board: a code to type and a token in a picture."""

import secrets

# No 0 O 1 I L: what is read from a screen across the room must not be mistaken.
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


def new_code() -> str:
    """Eight characters, 39 bits: too many to guess under the limit on wrong tries."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_token() -> str:
    """For the QR picture, where nobody has to type it."""
    return secrets.token_urlsafe(16)
