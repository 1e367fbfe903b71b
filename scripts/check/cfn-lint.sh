#!/usr/bin/env bash
# Checks the templates of both stages, and of a prod without its edge, against CloudFormation's own schemas with
# cfn-lint. It is installed from PyPI into its own folder; if that fails, the check is skipped.
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
synth() { # NAME [SETTING=VALUE]...
  local name=$1
  shift
  scripts/check/synth-templates.sh "$assemblies/$name" "$@"
}
address=operator@example.com
synth dev
synth prod stage=prod alarmEmail=$address monthlyBudget=1000
synth prod-console stage=prod alarmEmail=$address console=true iotEndpoint=a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com
synth prod-direct stage=prod alarmEmail=$address edge=false ingest=direct
synth prod-sized stage=prod alarmEmail=$address ingestShards=4 warmReadUnits=20000 warmWriteUnits=20000 \
  maxReadUnits=40000 maxWriteUnits=40000 matcherConcurrency=100 threatProtection=true quoteEventSeconds=5

# W3005: the CDK also lists dependencies that follow from references, which is harmless.
"$program" --ignore-checks W3005 --regions us-east-1 -- "$assemblies"/*/*.template.json
echo "cfn-lint $version found nothing"
