"""What is in sight of a sheet: the end is followed only by who is there, and nothing moves under a reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.records import Call
from gui.models.follow.conversation import Conversation
from gui.models.follow.followed import Followed
from gui.models.follow.sheet import Place, Sheet
from gui.models.follow.sheet_page import FAR, SheetPage
from gui.models.follow.text_rows import TextLayout
from tests.core.capture.rows import CONNECTION, row

ROWS = 10


class Room:
    """For ten rows and a part of one."""

    most_rows = ROWS + 1

    def fit(self, blocks: Sequence[int]) -> int:
        return min(ROWS, len(blocks))


class Reader:
    """Somebody before a page of numbered lines."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._followed = Followed(capture, Conversation(CONNECTION))
        self.page = SheetPage(Sheet(capture, self._followed, TextLayout(80)), Room())
        self._count = 0

    def come(self, lines: int) -> None:
        for _ in range(lines):
            data = b"%d\n" % self._count
            self._capture.append(row(Call.RECV, payload=data, result=len(data)))
            self._count += 1
        assert self._capture.flush()
        while self._followed.step():
            pass

    @property
    def sight(self) -> tuple[int, int]:
        """The first and the last line in sight, as far as they are whole."""
        self.page.lay_out()
        lines = [int(row.text.removesuffix("\\n")) for row in self.page.rows[:ROWS]]
        return lines[0], lines[-1]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with closing(Capture.create(tmp_path / "capture")) as capture:
        yield Reader(capture)


def test_an_empty_page_is_all_there_is(reader: Reader) -> None:
    reader.page.lay_out()
    for rows in (-1, 1, FAR + 1, -FAR - 1):
        reader.page.scroll(rows)
        reader.page.lay_out()
    assert reader.page.rows == []
    assert reader.page.bar == (0.0, 1.0)


def test_the_end_is_followed_by_who_is_there_and_by_nobody_else(reader: Reader) -> None:
    reader.come(30)
    assert reader.sight == (20, 29)
    reader.come(5)
    assert reader.sight == (25, 34)
    reader.page.scroll(-3)
    assert reader.sight == (22, 31)
    reader.come(50)
    assert reader.sight == (22, 31)
    reader.page.scroll(FAR + 1)
    assert reader.sight == (75, 84)


@pytest.mark.parametrize(
    ("start", "rows", "sight"),
    [(20, 5, (25, 34)), (20, -5, (15, 24)), (3, -5, (0, 9)), (20, -FAR - 1, (0, 9)), (85, 20, (90, 99))],
)
def test_scrolling_goes_as_far_as_there_are_rows(reader: Reader, start: int, rows: int, sight: tuple[int, int]) -> None:
    reader.come(100)
    reader.page.scroll(-FAR - 1)
    reader.page.lay_out()
    reader.page.scroll(start)
    assert reader.sight[0] == start
    reader.page.scroll(rows)
    assert reader.sight == sight


def test_who_scrolls_to_the_last_row_follows_the_end_again(reader: Reader) -> None:
    reader.come(30)
    assert reader.sight == (20, 29)
    reader.page.scroll(-1)
    assert reader.sight == (19, 28)
    reader.page.scroll(2)
    assert reader.sight == (20, 29)
    reader.come(1)
    assert reader.sight == (21, 30)


def test_what_is_to_be_seen_comes_into_sight_and_what_is_seen_stays(reader: Reader) -> None:
    reader.come(100)
    assert reader.sight == (90, 99)
    place = reader.page.sheet.place_of(41)
    assert place is not None
    reader.page.see(place)
    assert reader.sight == (37, 46)
    reader.page.see(Place(place.block, place.offset + 3))
    assert reader.sight == (37, 46)


def test_the_bar_goes_from_one_end_to_the_other(reader: Reader) -> None:
    reader.come(1000)
    assert reader.sight == (990, 999)
    assert reader.page.bar[1] == 1.0
    reader.page.jump(0)
    assert reader.sight == (0, 9)
    assert reader.page.bar[0] == 0.0
    reader.page.jump(0.5)
    first, _ = reader.sight
    assert 480 < first < 540
    assert abs(reader.page.bar[0] - 0.5) < 0.02
