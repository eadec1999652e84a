"""What registration announces. A signal is sent inside the transaction, so that its consequence cannot be lost."""

from django.dispatch import Signal

application_sent = Signal()  # sender: RegistrationApplication, application, by, at; each attempt
application_returned = Signal()  # sender: RegistrationApplication, application, by, at; as incomplete
application_accepted = Signal()  # sender: RegistrationApplication, application, by, at; for assessment
application_withdrawn = Signal()  # sender: RegistrationApplication, application, by, at
registered = Signal()  # sender: RegistrationApplication, application, conditions, by, at
refused = Signal()  # sender: RegistrationApplication, application, by, at; for good
