"""What a selection announces. A signal is sent inside the transaction, so that its consequence cannot be lost."""

from django.dispatch import Signal

results_announced = Signal()  # sender: Selection, selection, by, at
place_taken = Signal()  # sender: Application, application, by, at; after the results were announced
place_left = Signal()  # sender: Application, application, by, at; by one that had been announced as selected
