#!/usr/bin/env bash
# Before and after: this tree beside an earlier commit, by turns and pinned, so that what the machine does meanwhile meets both.
#     tests/CoroutineDsl.Benchmarks/pairs.sh COMMIT [rounds]
# Prints for each workload the medians and the median of the pairs' ratios. Times: less is better; requests per second: more is. Needs two cores with nothing else to do, and wrk.
set -euo pipefail
commit=${1:?which commit to compare with}
rounds=${2:-10}
cd "$(dirname "$0")/../.."
here=$PWD
there=$(mktemp -d)/tree
results=$(mktemp)
servers=()
finish() {
    for server in "${servers[@]}"; do kill "$server" 2>/dev/null || true; done
    git worktree remove --force "$there"
    rm -f "$results"
    rmdir "$(dirname "$there")"
}
git worktree add -q --detach "$there" "$commit"
trap finish EXIT

for tree in "$there" "$here"; do (cd "$tree" && dotnet build tests/CoroutineDsl.Benchmarks -c Release -v quiet >&2); done
dotnet build samples/SocketClients -c Release -v quiet >&2
driver() { echo "dotnet $1/tests/CoroutineDsl.Benchmarks/bin/Release/net10.0/CoroutineDsl.Benchmarks.dll --driver"; }
trees() { if (($1 % 2)); then echo "$there" "$here"; else echo "$here" "$there"; fi; } # each goes first every other time
record() { awk -v side="$1" -v round="$2" -v workload="$3" 'NF == 2 { print workload " " $1, side, round, $2 }' >>"$results"; }

for ((round = 0; round < rounds; round++)); do
    for workload in switch yield queue "spawn 100000"; do
        for tree in $(trees $round); do taskset -c 1 $(driver "$tree") $workload | record "$tree" $round "${workload%% *}"; done
    done
done

port=24100
declare -A echoes https
for tree in "$there" "$here"; do
    for kind in echo http; do
        port=$((port + 1))
        PORT=$port taskset -c 0 $(driver "$tree") $kind >/dev/null &
        servers+=($!)
        if [[ $kind == echo ]]; then echoes[$tree]=$port; else https[$tree]=$port; fi
    done
done
sleep 3
load_echo() { taskset -c 1 dotnet samples/SocketClients/bin/Release/net10.0/SocketClients.dll --port "${echoes[$1]}" --clients 50 --messages "$2" | sed -E 's/.*right, ([0-9,]+) a second/requests_per_s \1/; s/,//g'; }
load_http() { taskset -c 1 wrk -t1 -c50 -d"$2s" "http://127.0.0.1:${https[$1]}/" | awk '/Requests\/sec/ { print "requests_per_s", $2 }'; }
for tree in "$there" "$here"; do # until all is compiled for good
    load_echo "$tree" 20000 >/dev/null
    load_http "$tree" 8 >/dev/null
done
for ((round = 0; round < rounds; round++)); do
    for tree in $(trees $round); do load_echo "$tree" 4000 | record "$tree" $round echo; done
    for tree in $(trees $round); do load_http "$tree" 2 | record "$tree" $round http; done
done

awk -v before="$there" '
    { what = $1 " " $2; value[what, $3 == before, $4] = $5; names[what]; if ($4 > last) last = $4 }
    function median(side, what, n, i, j, t, list) {
        for (i = 0; i <= last; i++) list[i] = side == 2 ? value[what, 0, i] / value[what, 1, i] : value[what, side, i]
        n = last + 1
        for (i = 1; i < n; i++) for (j = i; j > 0 && list[j - 1] > list[j]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
        return n % 2 ? list[(n - 1) / 2] : (list[n / 2 - 1] + list[n / 2]) / 2
    }
    END { for (what in names) printf "%-24s before %12.2f  after %12.2f  ratio %.3f\n", what, median(1, what), median(0, what), median(2, what) }' "$results" | sort
