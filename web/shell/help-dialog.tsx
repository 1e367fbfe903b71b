import { Dialog } from '../parts/dialog';
import { helpOpen } from './open-dialogs';

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl K', 'find a stock, a page, a user'],
  ['/', 'filter the list'],
  ['g m', 'market'],
  ['g p', 'portfolio'],
  ['g o', 'orders'],
  ['g l', 'ledger'],
  ['g a', 'administration'],
  ['g d', 'developer pages'],
  ['g s', 'settings'],
  ['↑ ↓ Enter', 'walk through the market'],
  ['*', 'star the stock'],
  ['b', 'buy ticket'],
  ['s', 'sell ticket'],
  ['Ctrl Enter', 'send the ticket'],
  ['1 to 5', 'interval of the chart'],
  ['r or x', 'replace or cancel the order of the row'],
  ['Esc', 'close'],
];

export function HelpDialog() {
  return (
    <Dialog title="Keyboard" onClose={() => (helpOpen.value = false)}>
      <dl class="keys">
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys
                .split(' ')
                .map((key) => (/^(to|or)$/.test(key) ? ` ${key} ` : <kbd key={key}>{key}</kbd>))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="pad muted">
        Single keys can be switched off in the{' '}
        <a class="link" href="/settings">
          settings
        </a>
        .
      </p>
    </Dialog>
  );
}
