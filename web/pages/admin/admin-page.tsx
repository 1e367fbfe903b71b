import { Route, Router } from 'preact-iso/router';
import { identity } from '../../api/session';
import { Empty } from '../../parts/states';
import { EventLog } from '../dev/event-log';
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
export default function AdminPage() {
  if (!identity.value?.isAdmin) return <NotForYou />;
  return (
    <div class="admin">
      <Rail />
      <Router>
        <Route path="/admin" component={Overview} />
        <Route path="/admin/users" component={UsersPage} />
        <Route path="/admin/users/:id" component={UserPage} />
        <Route path="/admin/users/:id/:part" component={UserPage} />
        <Route path="/admin/users/:id/:part/:order" component={UserPage} />
        <Route path="/admin/stocks" component={StocksPage} />
        <Route path="/admin/stocks/:id" component={StockPage} />
        <Route path="/admin/stocks/:id/:part" component={StockPage} />
        <Route path="/admin/feed" component={FeedPage} />
        <Route path="/admin/dead-letters" component={DeadLettersPage} />
        <Route path="/admin/audit" component={AuditPage} />
        <Route path="/dev" component={EventLog} />
        <Route path="/dev/tick" component={TickPage} />
        <Route path="/dev/events" component={EventLog} />
        <Route default component={Nowhere} />
      </Router>
    </div>
  );
}

function NotForYou() {
  return (
    <main class="page" id="main">
      <div class="card">
        <Empty icon="shield" title="Only administrators see these pages">
          Administrators are the members of the group “admin”. Sign in as one of them, or go to the{' '}
          <a href="/">market</a>.
        </Empty>
      </div>
    </main>
  );
}

function Nowhere() {
  return (
    <main class="work" id="main">
      <div class="card">
        <Empty icon="search" title="There is no such page">
          Choose one on the left, or press Ctrl K.
        </Empty>
      </div>
    </main>
  );
}
