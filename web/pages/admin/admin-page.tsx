import type { ComponentType } from 'preact';
import { useLocation, useRoute } from 'preact-iso/router';
import { identity } from '../../api/session';
import { Icon } from '../../parts/icon';
import { EventLog } from '../dev/event-log';
import { MarketPage } from '../dev/market-page';
import { TickPage } from '../dev/tick-page';
import { AuditPage } from './audit-page';
import { DeadLettersPage } from './dead-letters-page';
import { FeedPage } from './feed-page';
import { Overview } from './overview';
import { Rail } from './rail';
import { StockPage } from './stock-page';
import { StocksPage } from './stocks-page';
import { UserPage } from './user-page';
import { UsersPage } from './users-page';

/** Everything for administrators, in a chunk of its own that traders never load. */
export function AdminPage() {
  const { path } = useLocation();
  const { params } = useRoute();
  if (!identity.value?.isAdmin) return <NotForYou />;
  const Shown = pageOf(path.startsWith('/dev'), params.page, params.id !== undefined) ?? Nowhere;
  return (
    <div class="admin">
      <Rail />
      <Shown />
    </div>
  );
}

/** The outer router has matched the address; which page it is depends on its first part, and on whether it names one. */
function pageOf(
  isForDevelopers: boolean,
  page: string | undefined,
  isOfOne: boolean,
): ComponentType | undefined {
  if (isForDevelopers) return DEVELOPER_PAGES[page ?? 'events'];
  return (isOfOne ? PAGES_OF_ONE : ADMIN_PAGES)[page ?? ''];
}

type Pages = Readonly<Record<string, ComponentType>>;
const ADMIN_PAGES: Pages = {
  '': Overview,
  users: UsersPage,
  stocks: StocksPage,
  feed: FeedPage,
  'dead-letters': DeadLettersPage,
  audit: AuditPage,
};
const PAGES_OF_ONE: Pages = { users: UserPage, stocks: StockPage };
const DEVELOPER_PAGES: Pages = { tick: TickPage, market: MarketPage, events: EventLog };

function NotForYou() {
  return (
    <main class="page" id="main">
      <div class="card empty pad">
        <Icon name="shield" />
        <h1 class="strong">Only administrators see these pages</h1>
        <p class="soft">
          Administrators are the members of the group “admin”. Sign in as one of them, or go to the{' '}
          <a href="/">market</a>.
        </p>
      </div>
    </main>
  );
}

function Nowhere() {
  return (
    <main class="work" id="main">
      <div class="card empty pad">
        <Icon name="search" />
        <h1 class="strong">There is no such page</h1>
        <p class="soft">Choose one on the left, or press Ctrl K.</p>
      </div>
    </main>
  );
}
