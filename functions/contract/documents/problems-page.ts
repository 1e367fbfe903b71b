import { PROBLEM_CODES, PROBLEMS, problemType } from '../problems';

const INTRODUCTION = `<!-- Generated from functions/contract/problems.ts by \`npm run contract\`. Do not edit. -->

# Problems

Errors are answered as \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`detail\`, \`code\`, and where
they help \`errors\` (each field that is wrong) and \`request_id\` (what to tell us). Decide by \`code\`; \`type\` is
\`${problemType('not_found').replace('not_found', '<code>')}\`. Neither ever changes its meaning. Answers with status 429 and 503 say
in \`Retry-After\` when to try again. What API Gateway refuses by itself, such as a missing token, it answers as
\`{"message": "…"}\`, with the same statuses.

| code | status | title | meaning | what to do |
|---|---|---|---|---|`;

/** `docs/problems.md`: every problem by its status, for people. */
export function problemsPage(): string {
  const byStatus = PROBLEM_CODES.toSorted((a, b) => PROBLEMS[a].status - PROBLEMS[b].status);
  const rows = byStatus.map((code) => {
    const { status, title, detail, remedy } = PROBLEMS[code];
    return `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} | ${detail} | ${remedy} |`;
  });
  return [INTRODUCTION, ...rows, ''].join('\n');
}
