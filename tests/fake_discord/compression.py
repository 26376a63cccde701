"""Transport compression of the Gateway: one stream for the whole life of a connection.

Source: Discord documentation, events/gateway ("Transport Compression").
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable

Compressor = Callable[[bytes], bytes]


def compressor(kind: str | None) -> Compressor | None:
    """Return a function that compresses message after message, or None for plain text.

    `kind` is the `compress` parameter of the Gateway address: "zlib-stream", "zstd-stream" or absent.
    """
    if kind is None:
        return None
    makers = {"zlib-stream": _zlib, "zstd-stream": _zstd}
    if kind not in makers:
        raise ValueError(f"unknown transport compression {kind!r}")
    return makers[kind]()


def _zlib() -> Compressor:
    stream = zlib.compressobj()
    return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Compressor:
    try:
        zstandard = importlib.import_module("zstandard")
    except ImportError:
        # The standard library has it from Python 3.14 on; discord.py looks in the same two places.
        zstd = importlib.import_module("compression.zstd")
        made = zstd.ZstdCompressor()
        return lambda data: bytes(made.compress(data, zstd.ZstdCompressor.FLUSH_BLOCK))
    stream = zstandard.ZstdCompressor().compressobj()
    return lambda data: bytes(stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
