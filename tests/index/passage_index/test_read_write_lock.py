import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.passage_index.read_write_lock import ReadWriteLock


def test_readers_hold_it_together() -> None:
    lock, together = ReadWriteLock(), threading.Barrier(3)

    def read() -> None:
        with lock.reading():
            together.wait()

    with ThreadPoolExecutor(3) as pool:
        for reading in [pool.submit(read) for _ in range(3)]:
            reading.result(timeout=30)


def test_a_writer_holds_it_alone() -> None:
    lock = ReadWriteLock()
    inside, counted = [], 0

    def write() -> None:
        nonlocal counted
        for _ in range(200):
            with lock.writing():
                inside.append("writer")
                assert inside == ["writer"]
                counted += 1
                inside.clear()

    def read() -> None:
        for _ in range(200):
            with lock.reading():
                assert not inside

    with ThreadPoolExecutor(6) as pool:
        for running in [pool.submit(work) for work in (write, read, write, read, write, read)]:
            running.result(timeout=30)
    assert counted == 600


def test_a_waiting_writer_is_not_starved() -> None:
    lock, order = ReadWriteLock(), list[str]()
    reading = lock.reading()
    reading.__enter__()

    def write() -> None:
        with lock.writing():
            order.append("writer")

    def read() -> None:
        with lock.reading():
            order.append("reader")

    with ThreadPoolExecutor(2) as pool:
        writer = pool.submit(write)
        while not lock._writers_waiting:  # until it stands in line
            pass
        reader = pool.submit(read)
        reading.__exit__(None, None, None)
        writer.result(timeout=30)
        reader.result(timeout=30)
    assert order == ["writer", "reader"]


def test_an_error_gives_it_back() -> None:
    lock = ReadWriteLock()
    for holding in (lock.reading, lock.writing):
        with pytest.raises(ValueError, match="inside"), holding():
            raise ValueError("inside")
    with lock.writing():
        pass


def test_a_writer_that_is_interrupted_while_it_waits_lets_the_others_go_on() -> None:
    lock = ReadWriteLock()

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with lock.reading():
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(KeyboardInterrupt), lock.writing():
                pass
            with lock.reading():
                pass
    finally:
        signal.signal(signal.SIGALRM, before)
    with lock.writing():
        pass
