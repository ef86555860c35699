"""The only writers of what is offered and agreed: ``schemes`` and ``sign_ups``."""
