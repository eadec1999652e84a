"""Pages of questions: for those who answer, and the blank form for anybody."""
