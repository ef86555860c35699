"""The pages of schemes and sign-ups, one module a journey."""
