"""How a rating comes about, true on paper: plain values in, plain values out (R-350…R-392)."""
