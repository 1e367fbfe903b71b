#!/usr/bin/env bash
# Usage: synth-templates.sh FOLDER [SETTING=VALUE]...
# Like the CDK CLI, with the context of cdk.json, but without bundling code, which the templates don't need.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$1
shift
CDK_OUTDIR="$folder" CDK_CONTEXT_JSON=$(node -e '
  const given = process.argv.slice(1).map((setting) => setting.split("="));
  const { context } = require("./cdk.json");
  console.log(JSON.stringify({ ...context, ...Object.fromEntries(given), "aws:cdk:bundling-stacks": [] }));
' -- "$@") node -r tsx/cjs lib/app.ts
