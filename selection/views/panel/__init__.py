"""Pages of a panel member: the selection's home, interests, the list, scoring alone, agreeing together."""
