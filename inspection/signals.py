"""What happened in inspection, for whoever wants to know."""

from django.dispatch import Signal

report_published = Signal()  # assessment, by, at: the first version of its report is public
