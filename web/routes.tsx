import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import lazy from 'preact-iso/lazy';
import { Route, Router, useLocation } from 'preact-iso/router';
import { loadAhead } from './parts/later';
import { NotFound, NotLoaded } from './shell/no-page';

const LOAD_AHEAD_AFTER_MS = 1_000;

const Trade = page(async () => (await import('./pages/trade/trade-page')).TradePage);
const more = () => import('./opened-next');
const Portfolio = page(async () => (await more()).PortfolioPage);
const Orders = page(async () => (await more()).OrdersPage);
const OrderPage = page(async () => (await more()).OrderPage);
const Ledger = page(async () => (await more()).LedgerPage);
const Settings = page(async () => (await more()).SettingsPage);
const About = page(async () => (await more()).AboutPage);
const Admin = page(async () => (await import('./pages/admin/admin-page')).AdminPage);

const FOR_EVERYBODY = [Trade, Portfolio, Orders, OrderPage, Ledger, Settings, About];

const ROUTES = [
  ['/', Trade],
  ['/stocks/:id', Trade],
  ['/portfolio', Portfolio],
  ['/orders', Orders],
  ['/orders/:id', OrderPage],
  ['/ledger', Ledger],
  ['/admin', Admin],
  ['/admin/:page', Admin],
  ['/admin/:page/:id', Admin],
  ['/admin/:page/:id/:part', Admin],
  ['/admin/:page/:id/:part/:order', Admin],
  ['/dev', Admin],
  ['/dev/:page', Admin],
  ['/settings', Settings],
  ['/about', About],
] as const;

/** Each page in a chunk of its own. One that is gone, as after a deployment, is told of instead of shown as nothing. */
function page(load: () => Promise<ComponentType>) {
  return lazy(() => load().catch(() => NotLoaded));
}

/** While the console finds out who is here, what they asked for is on its way already. */
export function loadPageAt(pathname: string): void {
  const first = (path: string) => path.split('/')[1];
  for (const [path, shown] of ROUTES) if (first(path) === first(pathname)) void shown.preload();
}

export function Routes() {
  useLoadAhead();
  return (
    <Router onRouteChange={() => scrollTo(0, 0)}>
      {ROUTES.map(([path, shown]) => (
        <Route key={path} path={path} component={shown} />
      ))}
      <Route path="/sign-in" component={Home} />
      <Route path="/sign-up" component={Home} />
      <Route path="/forgotten" component={Home} />
      <Route default component={NotFound} />
    </Router>
  );
}

/** What is opened next is there by then, with the dialogs that it opens. */
function useLoadAhead(): void {
  useEffect(() => {
    const timer = setTimeout(async () => {
      await Promise.all(FOR_EVERYBODY.map((shown) => shown.preload()));
      loadAhead();
    }, LOAD_AHEAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}

/** Whoever is signed in has no use for these pages. */
function Home() {
  const { route } = useLocation();
  useEffect(() => route('/', true), [route]);
  return null;
}
