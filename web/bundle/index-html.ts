import type { Metafile } from 'esbuild';

type Outputs = Metafile['outputs'];

/** The one page. Nothing in it is inline: its policy allows neither scripts nor styles that are. */
export function indexHtml(outputs: Outputs, sprite: string): string {
  const script = outputOf(outputs, 'web/main.tsx');
  const appearance = outputOf(outputs, 'web/settings/appearance-first.ts');
  const style = outputOf(outputs, 'web/styles/console.css');
  const font = Object.keys(outputs).find((file) => file.endsWith('.woff2')) ?? '';
  const preloads = (outputs[script]?.imports ?? [])
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => `<link rel="modulepreload" href="/assets/${path.split('/').at(-1)}">`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="description" content="Trade with paper money: live prices, orders, portfolio and ledger.">
<meta name="color-scheme" content="light dark">
<title>Trading</title>
<link rel="icon" type="image/svg+xml" href="/icon.svg">
<script src="/${appearance}"></script>
<link rel="preload" as="font" type="font/woff2" href="/${font}" crossorigin>
<link rel="stylesheet" href="/${style}">
${preloads.join('\n')}
<script type="module" src="/${script}"></script>
</head>
<body>
${sprite}
<div id="console"></div>
<noscript>The console needs JavaScript. The API is described at /api/docs/.</noscript>
</body>
</html>
`;
}

function outputOf(outputs: Outputs, entryPoint: string): string {
  const found = Object.entries(outputs).find(([, output]) => output.entryPoint === entryPoint);
  if (found === undefined) throw new Error(`esbuild made nothing of ${entryPoint}`);
  return found[0];
}
