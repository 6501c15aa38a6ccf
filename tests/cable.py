"""A cable between a client and a server that can be pulled out, and be left without a sound."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Cable:
    """Forwards TCP connections to a port of this machine, while it is plugged in."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener: socket.socket | None = None
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._silent = threading.Event()
        self.port = 0
        self.plug_in()

    def plug_in(self) -> None:
        """Let connections through, on the same port as before."""
        self._silent.clear()
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self.port = self._listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def pull_out(self) -> None:
        """Break all connections and refuse new ones, as when the server is gone."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._pairs = []

    def silence(self) -> None:
        """Keep the connections and take new ones, but let nothing through, as when the server hangs."""
        self._silent.set()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._pairs.append((near, far))
                threading.Thread(target=self._forward, args=(near, far), daemon=True).start()

    def _forward(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError, ValueError):
            while True:
                for end in select.select([near, far], [], [])[0]:
                    data = end.recv(1 << 16)
                    while self._silent.is_set():
                        select.select([], [], [], 0.05)
                    (far if end is near else near).sendall(data)
                    if not data:
                        return


@contextmanager
def cable_to(port: int) -> Iterator[Cable]:
    """A cable that is plugged in, to a port of this machine."""
    cable = Cable(port)
    yield cable
    cable.pull_out()
