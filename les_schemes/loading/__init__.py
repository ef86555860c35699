"""Scheme files: what a scheme says and pays, in one file of text (TOML) that people can edit."""

from les_schemes.loading.keeping import (
    FRAMEWORK_KIND,
    LARGEST_FRAMEWORK,
    SHIPPED,
    Loaded,
    SchemeFile,
    UnreadableScheme,
    load,
    read,
)

__all__ = [
    "FRAMEWORK_KIND",
    "LARGEST_FRAMEWORK",
    "SHIPPED",
    "Loaded",
    "SchemeFile",
    "UnreadableScheme",
    "load",
    "read",
]
