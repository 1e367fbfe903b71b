import { useEffect } from 'preact/hooks';
import lazy from 'preact-iso/lazy';
import { Route, Router, useLocation } from 'preact-iso/router';
import { TradePage } from '../pages/trade/trade-page';
import { Confirmation } from '../parts/confirm';
import { Toasts } from '../parts/toasts';
import { Announcer } from './announcer';
import { Dock } from './dock';
import { Overlays } from './overlays';
import { useShortcuts } from './shortcuts';
import { StaleBanner } from './stale-banner';
import { TopBar } from './top-bar';

const PRELOAD_AFTER_MS = 1_000;

const more = () => import('../pages/trader-pages');
const Portfolio = lazy(async () => (await more()).Portfolio);
const Orders = lazy(async () => (await more()).Orders);
const OrderPage = lazy(async () => (await more()).OrderPage);
const Ledger = lazy(async () => (await more()).Ledger);
const Settings = lazy(async () => (await more()).Settings);
const About = lazy(async () => (await more()).About);
const Admin = lazy(() => import('../pages/admin/admin-page'));

export function SignedIn() {
  useShortcuts();
  usePreload();
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <TopBar />
      <StaleBanner />
      <Router onRouteChange={pageChanged}>
        <Route path="/" component={TradePage} />
        <Route path="/stocks/:id" component={TradePage} />
        <Route path="/portfolio" component={Portfolio} />
        <Route path="/orders" component={Orders} />
        <Route path="/orders/:id" component={OrderPage} />
        <Route path="/ledger" component={Ledger} />
        <Route path="/admin" component={Admin} />
        <Route path="/admin/:page" component={Admin} />
        <Route path="/admin/:page/:id" component={Admin} />
        <Route path="/admin/:page/:id/:part" component={Admin} />
        <Route path="/admin/:page/:id/:part/:order" component={Admin} />
        <Route path="/dev" component={Admin} />
        <Route path="/dev/:page" component={Admin} />
        <Route path="/settings" component={Settings} />
        <Route path="/about" component={About} />
        <Route path="/sign-in" component={Home} />
        <Route path="/sign-up" component={Home} />
        <Route path="/forgotten" component={Home} />
        <Route default component={NotFound} />
      </Router>
      <Dock />
      <Overlays />
      <Confirmation />
      <Toasts />
      <Announcer />
    </>
  );
}

/** What is opened next is there by then, and keys that are pressed at once find their dialog. */
function usePreload(): void {
  useEffect(() => {
    const timer = setTimeout(() => void more(), PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}

function pageChanged(): void {
  scrollTo(0, 0);
}

/** Whoever is signed in has no use for these pages. */
function Home() {
  const { route } = useLocation();
  useEffect(() => route('/', true), [route]);
  return null;
}

function NotFound() {
  return (
    <main class="page" id="main">
      <div class="card empty pad">
        <h1 class="strong">There is no such page</h1>
        <p class="soft">
          Go to the <a href="/">market</a>, or press Ctrl K and search for what you were after.
        </p>
      </div>
    </main>
  );
}
