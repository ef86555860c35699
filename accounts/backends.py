"""Who a session belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as ByEmailAndPassword

from accounts.models import User


class AuthenticationBackend(ByEmailAndPassword):
    """E-mail and password. A disabled person is nobody, on their very next request."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
