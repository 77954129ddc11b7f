"""Performance claims, as ratios of medians measured side by side in one run. `make bench` runs all."""
