#!/usr/bin/env bash
# Runs schemathesis, an independent fuzzer, against `npm start` with the OpenAPI document that it serves, once for each
# seed in $SEEDS, by turns as a user and as an administrator. If it can't be installed, the check says so in one line and
# passes: test/fuzz covers the same ground without it.
set -uo pipefail
cd "$(dirname "$0")/../.."
version=4.32.5
cache=${XDG_CACHE_HOME:-$HOME/.cache}/trading-system/schemathesis-$version
port=${PORT:-8123}

install() {
  [ -x "$cache/bin/schemathesis" ] && return 0
  command -v python3 >/dev/null || return 1
  # A half-installed venv is worse than none.
  rm -rf "$cache" && mkdir -p "$(dirname "$cache")" && python3 -m venv "$cache" &&
    timeout 180 "$cache/bin/pip" install --quiet "schemathesis==$version" || { rm -rf "$cache"; return 1; }
}
install >/dev/null 2>&1 || { echo "skipped: schemathesis $version can't be installed here"; exit 0; }

data=$(mktemp -d)
log=$data/start.log
DEMO_PASSWORD='Schema-thesis-1' ADMIN_PASSWORD='Schema-thesis-2' node -r tsx/cjs local/main.ts \
  --port "$port" --mqtt-port "$((port + 1))" --data "$data/data" >"$log" 2>&1 &
host=$!
trap 'kill "$host" 2>/dev/null; wait "$host" 2>/dev/null; rm -rf "$data"' EXIT
for _ in $(seq 120); do
  grep -q '^ready ' "$log" && break
  kill -0 "$host" 2>/dev/null || break
  sleep 1
done
grep -q '^ready ' "$log" || { cat "$log"; exit 1; }

failed=0
users=(demo admin)
turn=0
for seed in ${SEEDS:-7777 20261126}; do
  user=${users[turn++ % 2]}
  token=$(npm run -s token -- "$user" --data "$data/data") || exit 1
  echo "seed $seed, as $user"
  "$cache/bin/schemathesis" run "http://127.0.0.1:$port/api/openapi.json" \
    --header "Authorization: Bearer $token" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --phases examples,coverage,fuzzing --max-examples "${MAX_EXAMPLES:-5}" --workers 1 --request-timeout 30 \
    --seed "$seed" --no-color || failed=1
done
exit "$failed"
