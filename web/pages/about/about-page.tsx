import { configuration } from '../../api/configuration';
import { useQuery } from '../../api/query';
import { Page } from '../../parts/page';
import { Awaited } from '../../parts/states';

export function AboutPage() {
  const licences = useQuery({
    queryKey: ['licences'],
    queryFn: async ({ signal }: { signal: AbortSignal }) => (await fetch('/licences.txt', { signal })).text(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title="About">
      <section class="card pad stack" aria-label="About">
        <p>
          A trading system on paper money: orders, fills and a ledger in which every cent adds up. What is
          shown is what the server said; nothing is estimated here but the value of what you hold, price ×
          shares.
        </p>
        {configuration.quoteMaxAgeSeconds !== undefined && (
          <p class="soft">
            A quote fills orders at once for {configuration.quoteMaxAgeSeconds} seconds after it came.
          </p>
        )}
        <p>
          <a class="link" href="/api/docs/" target="_blank" rel="noopener">
            The API, to read and try
          </a>
        </p>
        <p class="soft">
          Charts are drawn by{' '}
          <a class="link" href="https://www.tradingview.com/" target="_blank" rel="noopener">
            TradingView Lightweight Charts™
          </a>
          , copyright © 2026 TradingView, Inc., licensed under the Apache License, version 2.0. Icons are
          Lucide’s, letters are Inter.
        </p>
      </section>
      <section class="card" aria-label="Licences">
        <div class="card-h">
          <h2>Licences of what this is built of</h2>
        </div>
        <Awaited read={licences} what="The licences">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <pre class="licences" tabIndex={0}>
            {licences.data}
          </pre>
        </Awaited>
      </section>
    </Page>
  );
}
