import { useLocation } from 'preact-iso/router';
import { identity } from '../api/session';
import { Icon } from '../parts/icon';
import { AccountMenu } from './account-menu';
import { AccountStrip } from './account-strip';
import { LiveBadge } from './live-badge';
import { ADMIN_PLACE, DEVELOPER_PLACE, type Destination, isHere, TRADER_PLACES } from './navigation';
import { findOpen, helpOpen } from './overlays';
import { ThemeButton } from './theme-button';

export function TopBar() {
  const { path } = useLocation();
  const isAdmin = identity.value?.isAdmin ?? false;
  const isAdminPlace = path.startsWith('/admin') || path.startsWith('/dev');
  return (
    <header class="top">
      <Brand />
      <nav class="nav" aria-label="Main">
        {TRADER_PLACES.map((place) => (
          <NavLink key={place.href} place={place} path={path} />
        ))}
        {isAdmin && <span class="sep" />}
        {isAdmin && <NavLink place={ADMIN_PLACE} path={path} />}
        {isAdmin && <NavLink place={DEVELOPER_PLACE} path={path} />}
      </nav>
      {isAdminPlace ? <span class="account" /> : <AccountStrip />}
      <div class="tools">
        <button type="button" class="btn btn-s find-button" onClick={() => (findOpen.value = true)}>
          <Icon name="search" />
          <span class="soft d-only">Find</span>
          <kbd class="d-only">Ctrl K</kbd>
          <span class="sr">anything</span>
        </button>
        <LiveBadge />
        <button
          type="button"
          class="btn-ic d-only"
          aria-label="Keyboard shortcuts"
          onClick={() => (helpOpen.value = true)}
        >
          <Icon name="circle-help" />
        </button>
        <ThemeButton />
        <AccountMenu />
      </div>
    </header>
  );
}

export function Brand() {
  return (
    <a class="brand" href="/">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <rect class="brand-box" width="24" height="24" rx="6" />
        <path class="brand-line" d="M6 15.5 10 11l3 2.6 5-6.1" />
        <path class="brand-base" d="M6 19h12" />
      </svg>
      <span>Trading</span>
      <span class="paper">PAPER</span>
      <span class="sr">, to the market</span>
    </a>
  );
}

function NavLink({ place, path }: { place: Destination; path: string }) {
  return (
    <a href={place.href} {...(isHere(place.href, path) && { 'aria-current': 'page' as const })}>
      {place.title}
    </a>
  );
}
