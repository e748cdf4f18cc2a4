"""What the end-to-end tests and the pictures of the README stand on: host pages, a real server, a real browser."""
