"""What the figures were measured on, and with which versions."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("ctranslate2", "faster-whisper", "openai-whisper", "torch", "onnxruntime", "numpy")


def machine() -> dict[str, str]:
    """CPU, cores, memory and system of this machine; "?" where it does not tell."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = _field("/proc/meminfo", "MemTotal").split()
    return {
        "CPU": _field("/proc/cpuinfo", "model name") or platform.processor() or "?",
        "cores": str(cores),
        "memory": f"{int(memory[0]) / 1e6:.1f} GB" if memory else "?",
        "system": f"{_system()}, {platform.machine()}",
    }


def versions() -> dict[str, str]:
    """Python's version and those of the packages that matter."""
    return {"Python": platform.python_version()} | {name: _version(name) for name in _PACKAGES}


def peak_memory() -> float:
    """The most memory that this process has held, in MB."""
    # not getrusage: Linux hands its figure on to the programs that a process starts
    held = _field("/proc/self/status", "VmHWM").split()
    return int(held[0]) / 1000 if held else float("nan")


def resident_memory() -> float:
    """The memory that this process holds now, in MB."""
    held = _field("/proc/self/status", "VmRSS").split()
    return int(held[0]) / 1000 if held else float("nan")


class Beside:
    """How much of this machine's cores other programs take, from now on."""

    def __init__(self) -> None:
        self._busy, self._all = _cores()
        self._own = sum(os.times()[:4])

    def share(self) -> float:
        """0 to 1; nan where the machine does not tell. What a process of ours has used counts as
        ours when it has ended."""
        busy, all_of_it = _cores()
        busy, passed = busy - self._busy, all_of_it - self._all
        if passed <= 0:
            return float("nan")
        return max(busy - (sum(os.times()[:4]) - self._own), 0.0) / passed

    def told(self) -> str:
        """In words, for whoever reads the figures."""
        return (
            f"beside other programs, which took {self.share():.0%} of the cores (load "
            f"{os.getloadavg()[0]:.0f})"
        )


def _cores() -> tuple[float, float]:
    """Seconds that our cores have worked, and all their seconds; 0 where nobody tells."""
    file = Path("/proc/stat")
    if not (file.exists() and hasattr(os, "sched_getaffinity")):
        return 0.0, 0.0
    names = {f"cpu{number}" for number in os.sched_getaffinity(0)}
    rows = [row.split() for row in file.read_text("ascii").splitlines()]
    ticks = [[int(one) for one in row[1:9]] for row in rows if row[0] in names]
    a_second = os.sysconf("SC_CLK_TCK")
    idle = sum(one[3] + one[4] for one in ticks)
    total = sum(map(sum, ticks))
    return (total - idle) / a_second, total / a_second


def _field(path: str, name: str) -> str:
    """The first value of that name in a file of "name: value" lines; "" without one."""
    file = Path(path)
    lines = file.read_text("utf-8", "replace").splitlines() if file.exists() else []
    found = (line.partition(":")[2] for line in lines if line.partition(":")[0].strip() == name)
    return next(found, "").strip()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
