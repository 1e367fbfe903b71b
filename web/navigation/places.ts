import type { IconName } from '../parts/icons';

export interface Destination {
  readonly href: string;
  readonly title: string;
  readonly icon: IconName;
  /** After `g`. */
  readonly key?: string;
}

export const TRADER_PLACES: readonly Destination[] = [
  { href: '/', title: 'Market', icon: 'trending-up', key: 'm' },
  { href: '/portfolio', title: 'Portfolio', icon: 'wallet', key: 'p' },
  { href: '/orders', title: 'Orders', icon: 'list-ordered', key: 'o' },
  { href: '/ledger', title: 'Ledger', icon: 'receipt', key: 'l' },
];

export const ADMIN_PLACE: Destination = { href: '/admin', title: 'Admin', icon: 'shield', key: 'a' };
export const DEVELOPER_PLACE: Destination = {
  href: '/dev/events',
  title: 'Developer',
  icon: 'scroll-text',
  key: 'd',
};
export const SETTINGS_PLACE: Destination = {
  href: '/settings',
  title: 'Settings',
  icon: 'settings',
  key: 's',
};
const ABOUT_PLACE: Destination = { href: '/about', title: 'About and licenses', icon: 'info' };

export const ADMIN_SECTIONS: readonly { readonly title: string; readonly places: readonly Destination[] }[] =
  [
    {
      title: 'Records',
      places: [
        { href: '/admin', title: 'Overview', icon: 'layout-dashboard' },
        { href: '/admin/users', title: 'Users', icon: 'users' },
        { href: '/admin/stocks', title: 'Stocks', icon: 'candlestick-chart' },
      ],
    },
    {
      title: 'Operations',
      places: [
        { href: '/admin/feed', title: 'Feed health', icon: 'radio' },
        { href: '/admin/dead-letters', title: 'Dead letters', icon: 'inbox' },
        { href: '/admin/audit', title: 'Audit', icon: 'shield-check' },
      ],
    },
    {
      title: 'Developer',
      places: [
        { href: '/dev/tick', title: 'Publish a tick', icon: 'send' },
        { href: '/dev/market', title: 'Demo market', icon: 'settings-2' },
        { href: '/dev/events', title: 'Event log', icon: 'scroll-text' },
      ],
    },
  ];

export function placesOf(isAdmin: boolean): Destination[] {
  const admin = ADMIN_SECTIONS.flatMap(({ places }) => places);
  return [...TRADER_PLACES, ...(isAdmin ? admin : []), SETTINGS_PLACE, ABOUT_PLACE];
}

/** Whether a link leads to where we are, or above it. */
export function isHere(href: string, path: string): boolean {
  if (href === '/') return path === '/' || path.startsWith('/stocks/');
  if (href.startsWith('/dev')) return path.startsWith('/dev');
  return path === href || path.startsWith(`${href}/`);
}
