"""The example of docs/offline.md runs, and what it names is there."""

import re
import subprocess
import sys
from pathlib import Path

from bot import offline
from bot.offline import FakeClient, OfflineDiscord, Reply, Seen

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "offline.md").read_text(encoding="utf-8")


def test_the_complete_example_runs_as_it_stands() -> None:
    example = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)[0]
    done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    broken = example.replace('== "Hello, Ada!"', '== "Good evening"')
    failed = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, timeout=60, check=False)
    assert failed.returncode == 1


def test_every_way_to_act_and_to_see_is_described() -> None:
    public = {name for name in vars(FakeClient) if not name.startswith("_")} - {"connected_to"}
    assert {name for name in public if f"alice.{name}" not in PAGE and f"`{name}()`" not in PAGE} == set()


def test_what_is_described_exists() -> None:
    client = FakeClient(OfflineDiscord(), "alice")
    assert {name for name in re.findall(r"alice\.(\w+)", PAGE) if not hasattr(client, name)} == set()
    seen = set(re.findall(r"seen\.(\w+)", PAGE))
    assert {name for name in seen if not hasattr(Seen, name) and name not in Seen.__dataclass_fields__} == set()
    assert {
        name for name in re.findall(r"reply\.(\w+)", PAGE) if name != "exchange" and not hasattr(Reply, name)
    } == set()
    assert {name for name in ("CannotDoError", "NoResponseError", "running") if not hasattr(offline, name)} == set()
