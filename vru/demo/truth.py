"""What was planted, and what of it came out in the clean extract, worked out without the measures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from vru.demo.simulate import Simulation


def truth_of(made: Simulation) -> dict[str, Any]:
    """Return the planted parameters and the realised clean values of a simulation."""
    return {"world": made.world.name, "seed": made.seed, "scale": made.scale, "planted": asdict(made.world)}
