"""Text in, findings out: the reviewer of Tellcheck. It knows no HTTP, no database and no command line."""

from tellcheck_model.bundle import load_reviewer
from tellcheck_model.errors import BundleError, DeadlineExceeded, MessagesError, RubricError, TellcheckError
from tellcheck_model.messages import ThreadMessage
from tellcheck_model.review import Draft, Reviewer
from tellcheck_model.wording import Review

__all__ = [
    "BundleError",
    "DeadlineExceeded",
    "Draft",
    "MessagesError",
    "Review",
    "Reviewer",
    "RubricError",
    "TellcheckError",
    "ThreadMessage",
    "load_reviewer",
]
