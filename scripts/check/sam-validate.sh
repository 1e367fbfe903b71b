#!/usr/bin/env bash
# Checks the templates of both stages with `sam validate --lint`: the tool that people know from SAM reads what is
# deployed here too. It is installed from PyPI into its own folder; if that fails, the check is skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=1.170.0
folder=build/aws-sam-cli-$version
program=$folder/bin/sam

install() {
  [ -x "$program" ] && return 0
  python3 -m venv "$folder" && "$folder/bin/python" -m pip install --quiet --retries 1 "aws-sam-cli==$version"
}
if ! install >/dev/null 2>&1; then
  rm -rf "$folder"
  echo "skipped: aws-sam-cli $version can't be installed here"
  exit 0
fi

assemblies=$(mktemp -d)
trap 'rm -rf "$assemblies"' EXIT
export SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1
synth() { # NAME [SETTING=VALUE]...
  local name=$1
  shift
  scripts/check/synth-templates.sh "$assemblies/$name" "$@"
}
synth dev
synth prod stage=prod alarmEmail=operator@example.com
# W3005: the CDK also lists dependencies that follow from references, which is harmless. SAM has no flag for it.
ignoring='const fs = require("node:fs");
  const template = JSON.parse(fs.readFileSync(process.argv[1], "utf8"));
  template.Metadata = { ...template.Metadata, "cfn-lint": { config: { ignore_checks: ["W3005"] } } };
  fs.writeFileSync(process.argv[1], JSON.stringify(template));'
for template in "$assemblies"/*/*.template.json; do
  node -e "$ignoring" "$template"
  "$program" validate --lint --template-file "$template"
done
