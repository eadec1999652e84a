"""What the programme announces. A signal is sent inside the transaction, so that its consequence cannot be lost."""

from django.dispatch import Signal

window_opened = Signal()  # sender: Round, round_, by, at
window_extended = Signal()  # sender: Round, round_, by, at
panel_seat_emptied = Signal()  # sender: PanelMember, seat (its person still on it), by, at
