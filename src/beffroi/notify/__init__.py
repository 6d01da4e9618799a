"""Tells people what happened: by the channels that they chose, and programs by webhooks."""
