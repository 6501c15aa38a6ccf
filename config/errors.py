"""The root of every error that a person may meet."""


class NewsdeskError(Exception):
    """An error whose text is one sentence for the person at the command line or in the chat.

    `exit_code` is what the command line ends with. The trace is shown only with `--debug`.
    """

    exit_code = 1


class SettingError(NewsdeskError):
    """A setting is missing, unknown or has a value that cannot be used."""

    exit_code = 2
