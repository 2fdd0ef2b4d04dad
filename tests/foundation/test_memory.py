"""What was allocated and freed goes back to the machine."""

from __future__ import annotations

import subprocess
import sys

from foundation import memory

# Blocks too small to be mapped each by itself, freed but for one in a hundred that lies above them:
# what an engine leaves of a backlog. Each thread has a heap of its own.
SCATTERED = """
import ctypes, re, threading
from pathlib import Path
from foundation import memory
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1000
def scatter():
    blocks = [libc.malloc(50_000) for _ in range(1000)]
    for block in blocks:
        ctypes.memset(block, 1, 50_000)
    for number, block in enumerate(blocks):
        if number % 100 != 99:
            libc.free(block)
before = resident()
threads = [threading.Thread(target=scatter) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
held = resident()
memory.give_back()
print(before, held, resident())
"""


def test_what_is_free_goes_back() -> None:
    said = subprocess.run(
        [sys.executable, "-c", SCATTERED], capture_output=True, text=True, check=True
    )
    before, held, after = map(float, said.stdout.split())
    assert held - before > 100
    assert after - before < (held - before) / 4


def test_twice_is_as_once() -> None:
    memory.give_back()
    memory.give_back()
