"""What happened here, for whoever wants to know."""

from django.dispatch import Signal

put_on_list = Signal()  # request, by, at
