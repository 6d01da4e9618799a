"""The ways by which a message comes that no network carries."""

from django.utils.translation import gettext_noop

CHANNELS = {  # as the message's network says it, and its message id
    "telephone": gettext_noop("by telephone"),
    "counter": gettext_noop("at the counter"),
    "letter": gettext_noop("by letter"),
    "e-mail": gettext_noop("by e-mail"),
    "form": gettext_noop("by a form on our site"),
}
