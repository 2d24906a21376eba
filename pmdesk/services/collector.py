"""The garbage collector kept away from what is many and forms no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking over values while they are made, and ever after.

    They are freed all the same once nothing holds them, as long as they form no cycles. `gc.unfreeze` ends it.
    """
    gc.disable()
    try:
        yield
    finally:
        wake_collector()


def rest_collector() -> None:
    """Keep the garbage collector at rest until `wake_collector`, for work that ends elsewhere."""
    gc.disable()


def wake_collector() -> None:
    """Let it run again, but never over what there is by now."""
    gc.freeze()
    gc.enable()
