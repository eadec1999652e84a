"""The words of inspection that code must know."""
