"""The API: JSON in, JSON out, one module a resource, and every shape in schemas.py and answers.py."""
