"""What the register announces. A signal is sent inside the transaction, so that its consequence cannot be lost."""

from django.dispatch import Signal

status_recorded = Signal()  # sender: StatusEntry, entry, by, at
