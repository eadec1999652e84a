"""script/bench: how fast the portal is beside a bare Django program with the same rows, in one run on one machine."""
