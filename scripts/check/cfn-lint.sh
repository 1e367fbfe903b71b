#!/usr/bin/env bash
# Holds the templates of both stages, and of a prod without its edge, to CloudFormation's own schemas with cfn-lint. It
# comes from PyPI, into a folder of its own; where it can't be installed, this says so and ends well.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=1.58.0
folder=build/cfn-lint-$version
program=$folder/bin/cfn-lint

install() {
  [ -x "$program" ] && return 0
  python3 -m venv "$folder" && "$folder/bin/python" -m pip install --quiet --retries 1 "cfn-lint==$version"
}
if ! install >/dev/null 2>&1; then
  rm -rf "$folder"
  echo "skipped: cfn-lint $version can't be installed here"
  exit 0
fi

assemblies=$(mktemp -d)
trap 'rm -rf "$assemblies"' EXIT
# As the CDK's CLI would, with the context of cdk.json, but without bundling code that no template tells anything of.
synth() { # NAME [SETTING=VALUE]...
  local name=$1
  shift
  CDK_OUTDIR="$assemblies/$name" CDK_CONTEXT_JSON=$(node -e '
    const given = process.argv.slice(1).map((setting) => setting.split("="));
    const { context } = require("./cdk.json");
    console.log(JSON.stringify({ ...context, ...Object.fromEntries(given), "aws:cdk:bundling-stacks": [] }));
  ' -- "$@") node -r tsx/cjs lib/app.ts
}
address=operator@example.com
synth dev
synth prod stage=prod alarmEmail=$address monthlyBudget=1000
synth prod-direct stage=prod alarmEmail=$address edge=false ingest=direct
synth prod-sized stage=prod alarmEmail=$address ingestShards=4 warmReadUnits=20000 warmWriteUnits=20000 \
  maxReadUnits=40000 maxWriteUnits=40000 matcherConcurrency=100 threatProtection=true quoteEventSeconds=5

# W3005: the CDK names dependencies that follow from references as well, which is no fault.
"$program" --ignore-checks W3005 --regions us-east-1 -- "$assemblies"/*/*.template.json
echo "cfn-lint $version found nothing"
