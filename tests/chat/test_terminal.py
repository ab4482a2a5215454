"""The real thing in a terminal of its own: the window, the real bot, the seeds."""

import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path

from tests.chat.test_piped import ASK, NEWSDESK, environment


class Screen:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.written = b""

    def keys(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def until(self, done: Callable[[bytes], bool], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not done(self.written):
            assert time.monotonic() < end, self.written[-3000:]
            if select.select([self._descriptor], [], [], 0.1)[0]:
                try:
                    self.written += os.read(self._descriptor, 65536)
                except OSError:  # the other end is closed
                    assert done(self.written), self.written[-3000:]


@contextmanager
def terminal(folder: Path, *arguments: str) -> Iterator[tuple[Screen, "subprocess.Popen[bytes]"]]:
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    environ = environment(folder) | {"TERM": "xterm-256color"}
    process = subprocess.Popen([*NEWSDESK, "chat", *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environ)
    os.close(theirs)
    try:
        yield Screen(ours), process
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_a_question_leaves_you_in_the_chat_until_you_leave(tmp_path: Path) -> None:
    with terminal(tmp_path, "--seeds", "--question", ASK) as (screen, process):
        screen.until(lambda written: b"In context" in written and b"Putin" in written)
        before = len(screen.written)
        screen.keys("/about\r")
        screen.until(lambda written: b"newsdesk" in written[before:] and b"19 articles" in written[before:])
        assert process.poll() is None
        screen.keys("\x11")
        screen.until(lambda written: b"\x1b[?1049l" in written)
        assert process.wait(timeout=20) == 0
        assert b"Traceback" not in screen.written
        assert not list(tmp_path.glob("newsdesk-chat-*"))


def test_without_a_question_the_bot_says_hello(tmp_path: Path) -> None:
    with terminal(tmp_path, "--seeds") as (screen, process):
        screen.until(lambda written: b"Hello!" in written)
        process.terminate()
        assert process.wait(timeout=20) == 130
        screen.until(lambda written: b"\x1b[?1049l" in written)
