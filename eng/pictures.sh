#!/usr/bin/env bash
# Takes the pictures of the monitor's page anew, with a headless Chromium: docs/images. The pictures of all tabs, wide and narrow, are left in the directory that is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
all=$(mktemp -d)
MONITOR_PICTURES=$all dotnet test tests/CoroutineDsl.Monitor.Tests -c Release --filter "FullyQualifiedName~LayoutTests"
mkdir -p docs/images
for theme in light dark; do cp "$all/list-1280-$theme.png" "docs/images/monitor-$theme.png"; done
echo "$all"
