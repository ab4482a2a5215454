import asyncio
import threading

import pytest

from bot.workers import TooLateError, TooManyError, Workers


async def test_what_a_thread_returns_or_raises_comes_back() -> None:
    workers = Workers(2, 2, 5, "too late")
    assert await workers.run(lambda: 6 * 7) == 42
    with pytest.raises(ZeroDivisionError):
        await workers.run(lambda: 1 // 0)
    workers.close()


async def test_room_is_given_back_however_a_request_ends() -> None:
    workers, go_on = Workers(1, 1, 0.02, "too late"), threading.Event()
    for _ in range(2):
        with pytest.raises(TooLateError):
            await workers.run(go_on.wait)
    go_on.set()
    for _ in range(10):
        await asyncio.sleep(0.01)
        with pytest.raises(ZeroDivisionError):
            await workers.run(lambda: 1 // 0)
    workers.close()


async def test_who_came_too_late_is_not_begun_any_more() -> None:
    workers, go_on, begun = Workers(1, 5, 0.05, "too late"), threading.Event(), []
    slow = asyncio.create_task(workers.run(go_on.wait))
    await asyncio.sleep(0)
    with pytest.raises(TooLateError):
        await workers.run(lambda: begun.append("late"))
    go_on.set()
    with pytest.raises(TooLateError):
        await slow
    await workers.run(lambda: None)
    assert begun == []
    workers.close()


async def test_a_thread_that_never_ends_keeps_its_room_until_it_does() -> None:
    workers, go_on = Workers(1, 0, 0.02, "too late"), threading.Event()
    with pytest.raises(TooLateError):
        await workers.run(go_on.wait)
    with pytest.raises(TooManyError):
        await workers.run(lambda: None)
    go_on.set()
    await asyncio.sleep(0.02)
    await workers.run(lambda: None)
    workers.close()
