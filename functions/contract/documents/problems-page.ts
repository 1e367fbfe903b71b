import { PROBLEM_CODES, PROBLEMS, problemType } from '../problems';

const INTRODUCTION = `<!-- Generated from functions/contract/problems.ts by \`npm run contract\`. Do not edit. -->

# Problems

Errors are returned as \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`detail\`, \`code\`, and
where useful \`errors\` (the invalid fields) and \`request_id\` (quote it when reporting the problem). Branch on
\`code\`; \`type\` is \`${problemType('not_found').replace('not_found', '<code>')}\`. Neither ever changes its
meaning. Responses with status 429 and 503 say in \`Retry-After\` when to try again. What API Gateway refuses by itself,
such as a missing token, is returned as \`{"message": "…"}\`, with the same statuses.

| code | status | title | meaning | remedy |
|---|---|---|---|---|`;

/** `docs/problems.md`: all problems by status, for people. */
export function problemsPage(): string {
  const byStatus = PROBLEM_CODES.toSorted((a, b) => PROBLEMS[a].status - PROBLEMS[b].status);
  const rows = byStatus.map((code) => {
    const { status, title, detail, remedy } = PROBLEMS[code];
    return `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} | ${detail} | ${remedy} |`;
  });
  return [INTRODUCTION, ...rows, ''].join('\n');
}
