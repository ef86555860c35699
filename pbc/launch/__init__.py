"""What ``./run``, ``./test`` and ``./check`` do.

Standard library only: it runs before the project's own environment exists. Everything it has to
say goes to standard error, so that ``./run manage`` leaves standard output to the command.
"""
