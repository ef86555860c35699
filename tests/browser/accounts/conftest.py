from tests.integration.accounts.conftest import town  # noqa: F401
