"""Proofs: whether intervals cover what was planted, and verdicts fall where nothing was. No part of `vru`."""
