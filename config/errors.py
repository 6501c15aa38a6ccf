"""The root of every error that a person may meet."""


class NewsdeskError(Exception):
    """An error whose text is one sentence for the person at the command line or in the chat.

    Values in the sentence may be given apart from it, as `{name}` and `name=value`, so that it can be translated.
    `exit_code` is what the command line ends with. The trace is shown only with `--debug`.
    """

    exit_code = 1

    def __init__(self, message: str, **values: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        """The sentence in English."""
        if not self.values:
            return self.message
        return self.message.format(
            **{name: f"{value:,}" if isinstance(value, int) else value for name, value in self.values.items()}
        )


class SettingError(NewsdeskError):
    """A setting is missing, unknown or has a value that cannot be used."""

    exit_code = 2
