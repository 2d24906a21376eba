"""One process a user: a second start hands its backlog to the one that runs, and ends."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 5000
_DONE = b"ok\n"


def server_name(data_folder: Path) -> str:
    """The name under which the process of this user listens."""
    return "pmdesk-" + hashlib.sha256(str(data_folder).encode()).hexdigest()[:16]


def hand_over(name: str, request: dict[str, Any]) -> bool:
    """Give a request to the running process; False where none runs or it does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(json.dumps(request).encode() + b"\n")
    socket.waitForBytesWritten(_WAIT_MS)
    arrived = socket.bytesAvailable() > 0 or socket.waitForReadyRead(_WAIT_MS)
    answered = arrived and bytes(socket.readAll().data()) == _DONE
    socket.disconnectFromServer()
    return answered


class Listener(QObject):
    """Listens for later starts and emits `requested` with what each was asked to open."""

    requested = Signal(object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        if not self._server.listen(name) and not _answers(name):
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _accept(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            request = json.loads(bytes(socket.readLine().data()))
        except ValueError:
            return
        socket.write(_DONE)
        socket.flush()
        self.requested.emit(request)


def _answers(name: str) -> bool:
    """Whether a process listens there, though it may be busy; what a killed one left behind refuses at once."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket.waitForConnected(_WAIT_MS)
