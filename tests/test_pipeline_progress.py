"""Progress: plain lines for logs, one live line for people; counts that are right."""

from __future__ import annotations

import io

import pytest

from skolkit.running.progress import Live, Plain


def test_plain_tells_every_ten_pages_and_the_last() -> None:
    stream = io.StringIO()
    plain = Plain(stream)
    plain.say("reading")
    plain.planned(12)
    plain.planned(13)
    for n in range(25):
        plain.page_done("a.pdf", n, 2, ok=n != 3)
    assert stream.getvalue().splitlines() == [
        "reading",
        "  10 of 25 pages and workbooks read, 1 failed, 20 doubtful cells",
        "  20 of 25 pages and workbooks read, 1 failed, 40 doubtful cells",
        "  25 of 25 pages and workbooks read, 1 failed, 50 doubtful cells",
    ]


def test_live_counts_and_takes_markup_for_text(capsys: pytest.CaptureFixture[str]) -> None:
    with Live() as live:
        live.say("[red]reading[/red] [bold")
        live.planned(4)
        live.page_done("[/x].pdf", 1, 3, ok=True)
        live.page_done("b.csv", None, 1, ok=False)
        task = live._bar.tasks[0]
        assert (task.completed, task.total, task.fields["left"]) == (2, 4, 2)
        assert task.fields["doubtful"] == 4
        assert task.description == "b.csv"
    told = capsys.readouterr()
    assert "[red]reading[/red] [bold" in told.err
    assert told.out == ""
