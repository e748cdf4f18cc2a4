#!/usr/bin/env bash
# Makes sure that the browser of the end-to-end tests is installed; says what to do where it cannot.
set -euo pipefail
if command -v chromium >/dev/null; then exit 0; fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium fonts-liberation fonts-dejavu-core fonts-noto-color-emoji >/dev/null
else
  echo "The end-to-end tests need Chromium. Install it (Debian: sudo apt-get install chromium) and run this again." >&2
  exit 1
fi
