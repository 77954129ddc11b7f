"""`python -m proofs`: try the claims on made-up extracts, then say how they did.

python -m proofs                                  the whole: every world, seeds 1 to 200 (hours)
python -m proofs --worlds study,null --seeds 1-20 a part of it
python -m proofs --report                         only what is known so far
"""

from __future__ import annotations

import argparse
from pathlib import Path

from proofs import coverage, report
from proofs.claims import claims

# the study's own world, the one where nothing was planted, and one for each claim made false alone
WORLDS = (
    *("study", "null", "no_age_mix", "no_female_rise", "no_overlap", "no_victim_overlap"),
    *("no_temperature", "mostly_repeat"),
)
OFFENCES = 20_000


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m proofs", description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", default=",".join(WORLDS))
    parser.add_argument("--claims", default=",".join(claims()))
    parser.add_argument("--seeds", default="1-200", help="first-last")
    parser.add_argument("--offences", type=int, default=OFFENCES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--results", type=Path, default=coverage.RESULTS)
    parser.add_argument("--stores", type=Path, help="keep the loaded stores here, to try again sooner")
    parser.add_argument("--report", action="store_true", help="try nothing, only say what is known")
    given = parser.parse_args()
    if not given.report:
        first, last = (int(each) for each in given.seeds.split("-"))
        for line in coverage.run(
            given.worlds.split(","),
            offences=given.offences,
            seeds=range(first, last + 1),
            names=given.claims.split(","),
            workers=given.workers,
            folder=given.results,
            stores=given.stores,
        ):
            print(line, flush=True)
    print(report.markdown(report.summary(given.results)))


if __name__ == "__main__":
    main()
