"""Pages: the same reviews as the API, rendered on the server, usable without script."""

from tellcheck_server.pages.views import blueprint

__all__ = ["blueprint"]
