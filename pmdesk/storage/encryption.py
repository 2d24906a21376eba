"""Whether a file that is no database looks encrypted: by the marks of known programs, or because it is all noise."""

from __future__ import annotations

import math
from collections import Counter

_MARKS = (b"Salted__", b"age-encryption.org/", b"-----BEGIN PGP MESSAGE")
# Of formats that are compressed, which is noise too.
_COMPRESSED = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd"),
    *(b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"OggS", b"ID3"),
)
_LEAST, _NOISE = 512, 0.97


def is_encrypted(start: bytes) -> bool:
    """Judge by the first bytes of a file; the more there are, the surer."""
    if start.startswith(_MARKS):
        return True
    if len(start) < _LEAST or start.startswith(_COMPRESSED):
        return False
    counts = Counter(start).values()
    bits = -sum(count / len(start) * math.log2(count / len(start)) for count in counts)
    # So few random bytes hold less than 8 bits each: a bound from the expected bias, (256 - 1) / (2 n ln 2).
    return bits >= _NOISE * (8 - 255 / (2 * len(start) * math.log(2)))
