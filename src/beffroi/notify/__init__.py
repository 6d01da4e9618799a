"""Tells people what happened: by mail, by SMS, by Matrix."""
