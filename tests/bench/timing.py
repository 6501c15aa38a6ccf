"""Times of what is done again and again, and what they come to."""

import os
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each run, on the clock and of all CPUs."""

    clock: tuple[float, ...]
    cpu: tuple[float, ...]

    def at(self, percent: float) -> float:
        """Milliseconds on the clock that this share of the runs did not exceed."""
        return float(np.percentile(self.clock, percent) * 1000)

    @property
    def milliseconds(self) -> str:
        """Median and extremes on the clock, and the median of the CPUs' own time."""
        least, half, most = (self.at(percent) for percent in (0, 50, 100))
        return f"{half:,.1f} ms ({least:,.1f}–{most:,.1f}; CPU {np.median(self.cpu) * 1000:,.1f})"


def times(actions: Sequence[Callable[[], object]]) -> Times:
    """Do each once, one after the other."""
    clock, cpu = [], []
    for action in actions:
        started, used = time.perf_counter(), time.process_time()
        action()
        clock.append(time.perf_counter() - started)
        cpu.append(time.process_time() - used)
    return Times(tuple(clock), tuple(cpu))


def command_times(command: Sequence[str], runs: int) -> tuple[Times, float]:
    """A command run again and again, and the most memory that it used, in MB."""
    clock, cpu = [], []
    peak = 0
    for _ in range(runs):
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        clock.append(time.perf_counter() - started)
        cpu.append(used.ru_utime + used.ru_stime)
        peak = max(peak, used.ru_maxrss)
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}")
    return Times(tuple(clock), tuple(cpu)), peak / 1024


def memory() -> tuple[float, float]:
    """MB that this process holds now: all of them, and those that are not pages of files."""
    told = dict(line.split(":") for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(told["VmRSS"].split()[0]) / 1024, int(told["RssAnon"].split()[0]) / 1024


def peak_memory() -> float:
    """The most MB that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
