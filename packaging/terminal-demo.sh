#!/bin/sh
# The main job without a window: a Jira export becomes a ranked backlog and leaves as an Excel sheet.
set -eu
cd "$(dirname "$0")/.."
pmdesk=.venv/bin/pmdesk
jira_export=resources/sample/stallpay-jira-export.csv
backlog=build/sample.pmdesk
workbook=build/sample-ranked.xlsx

run() {
    printf '\n$ pmdesk %s\n' "$*"
    $pmdesk "$@"
}

mkdir -p build
rm -f "$backlog" "$backlog".* "$backlog"-*
run import "$jira_export" --into "$backlog"
run set "$backlog" SHOP-112 reach=9000 impact=high confidence=80% effort=3 moscow=must
run set "$backlog" SHOP-87 reach=2600 impact=massive confidence=80% effort=2 moscow=must
run set "$backlog" SHOP-3 reach=4000 impact=medium confidence=100% effort=2 moscow=should
run set "$backlog" SHOP-140 reach=7200 impact=medium confidence=50% effort=2 moscow=must
run set "$backlog" SHOP-58 reach=1500 impact=high confidence=80% effort=1.5 moscow=should
run set "$backlog" SHOP-31 reach=5200 impact=low confidence=80% effort=1.5 moscow=could
run rank "$backlog"
run export "$backlog" "$workbook"
printf '\nThe ranked workbook is %s\n' "$PWD/$workbook"
