import { configuration } from '../../api/configuration';
import { useQuery } from '../../api/query';
import { Page } from '../../parts/page';
import { Awaited } from '../../parts/states';

export function AboutPage() {
  const licenses = useQuery({
    queryKey: ['licenses'],
    queryFn: async ({ signal }: { signal: AbortSignal }) => (await fetch('/licenses.txt', { signal })).text(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title="About">
      <section class="card pad stack" aria-label="About">
        <p>
          A trading system on paper money: orders, fills and a ledger in which every cent adds up. Everything
          shown comes from the server; only the value of your holdings is worked out here, price × shares.
        </p>
        {configuration.quoteMaxAgeSeconds !== undefined && (
          <p class="soft">
            A quote can fill new orders for {configuration.quoteMaxAgeSeconds} seconds after it arrives.
          </p>
        )}
        <p>
          <a class="link" href="/api/docs/" target="_blank" rel="noopener">
            API documentation
          </a>
        </p>
        <p class="soft">
          Charts are drawn by{' '}
          <a class="link" href="https://www.tradingview.com/" target="_blank" rel="noopener">
            TradingView Lightweight Charts™
          </a>
          , copyright © 2026 TradingView, Inc., licensed under the Apache License, version 2.0. Icons by
          Lucide; set in Inter.
        </p>
      </section>
      <section class="card" aria-label="Licenses">
        <div class="card-h">
          <h2>Open-source licenses</h2>
        </div>
        <Awaited read={licenses} what="The licenses">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <pre class="licenses" tabIndex={0}>
            {licenses.data}
          </pre>
        </Awaited>
      </section>
    </Page>
  );
}
