import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useList } from '../api/query';
import { identity } from '../api/session';
import { placesOf } from '../navigation/places';
import { Dialog } from '../parts/dialog';
import { Icon } from '../parts/icon';
import type { IconName } from '../parts/icons';
import { useFoundUsers } from '../reads/find-users';
import { stocks } from '../reads/market';
import { findOpen } from './open-dialogs';

interface Found {
  readonly href: string;
  readonly title: string;
  readonly kind: string;
  readonly icon: IconName;
}

const SHOWN = 9;

/** A combobox as the ARIA practices have it: the focus stays in the field, the arrows move the choice. */
export function FindDialog() {
  const { route } = useLocation();
  const [text, setText] = useState('');
  const [chosen, choose] = useState(0);
  const found = useFound(text);
  const close = () => {
    findOpen.value = false;
  };
  const go = (target: Found | undefined) => {
    if (!target) return;
    close();
    route(target.href);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      choose((chosen + step + found.length) % Math.max(1, found.length));
    }
    if (event.key === 'Enter') go(found[chosen]);
  };
  return (
    <Dialog title="Find" onClose={close} class="finder">
      <div class="input">
        <Icon name="search" class="muted" />
        <input
          role="combobox"
          aria-label="Find a stock, a page or a user"
          aria-expanded={found.length > 0}
          aria-controls="found"
          aria-activedescendant={found[chosen] ? `found-${chosen}` : ''}
          autocomplete="off"
          placeholder={identity.value?.isAdmin ? 'A stock, a user, a page' : 'A stock, a page'}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            choose(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div id="found" class="found" role="listbox" aria-label="Found">
        {found.map((target, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          <div
            key={target.href}
            id={`found-${index}`}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            onClick={() => go(target)}
            onMouseMove={() => choose(index)}
          >
            <Icon name={target.icon} class="muted" />
            <span>{target.title}</span>
            <span class="muted">{target.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="pad muted">No results for “{text}”.</p>}
    </Dialog>
  );
}

function useFound(text: string): Found[] {
  const isAdmin = identity.value?.isAdmin ?? false;
  const market = useList(stocks()).entries;
  const users = useFoundUsers(isAdmin ? text : '');
  const wanted = text.trim().toLowerCase();
  const isWanted = (title: string) => title.toLowerCase().includes(wanted);
  const targets: Found[] = [
    ...market.map(
      ({ stock_id, name }): Found => ({
        href: `/stocks/${stock_id}`,
        title: name,
        kind: 'stock',
        icon: 'candlestick-chart',
      }),
    ),
    ...placesOf(isAdmin).map(({ href, title, icon }): Found => ({ href, title, kind: 'page', icon })),
  ];
  const people = users.map(
    ({ id, username }): Found => ({
      href: `/admin/users/${id}`,
      title: username,
      kind: 'user',
      icon: 'user',
    }),
  );
  return [...people, ...targets.filter(({ title }) => isWanted(title))].slice(0, SHOWN);
}
