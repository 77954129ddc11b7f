"""Violence-reduction intelligence: from a police extract to findings a board can act on."""

__version__ = "0.1.0"
