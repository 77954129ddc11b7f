"""The months on offer and the months judged are the same, whatever was recorded when."""

from __future__ import annotations

import pytest

from tests.ingest.desk import Desk
from vru.store import open_store


@pytest.mark.parametrize(
    ("dates", "recorded", "committed"),
    [
        ([("04/01/2024", "03/01/2024"), ("04/03/2024", "03/03/2024")], (1, 3), (1, 3)),
        # reported decades later
        ([("04/03/2024", "01/06/1971"), ("04/04/2024", "02/04/2024")], (3, 4), (4, 4)),
        # every month committed is before recording began
        ([("04/03/2024", "01/06/1971"), ("05/03/2024", "02/02/2024")], (3, 3), (2, 2)),
        ([("04/03/2024", "02/02/2024"), ("04/03/2024", "")], (3, 3), (2, 2)),
        # only one of the dates is known
        ([("", "02/01/2024"), ("", "02/03/2024")], None, (1, 3)),
        ([("02/01/2024", ""), ("02/03/2024", "")], (1, 3), None),
    ],
)
def test_both_agree(tmp_path, dates, recorded, committed):
    desk = Desk(tmp_path)
    desk.bring(
        [
            {"offence_id": f"A{at}", "recorded_on": said, "committed_from": done, "ho_code": "8N"}
            for at, (said, done) in enumerate(dates)
        ]
    )

    judged: dict[str, list] = {"recorded": [], "committed": []}
    for basis, month in desk.raw(["basis", "month"], "month_quality"):
        judged[basis].append(month)
    with open_store(desk.store) as opened:
        able = opened.capabilities
    for offered, months, expected in (
        (able.recorded_months, judged["recorded"], recorded),
        (able.committed_months, judged["committed"], committed),
    ):
        assert (offered and tuple(each.month for each in offered)) == expected
        assert offered == ((months[0], months[-1]) if months else None)
        assert all(each.year == 2024 for each in months)
