"""The floor: the same rows and the same questions in as little Django as can be; what the portal is compared with."""
