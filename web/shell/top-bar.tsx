import { useLocation } from 'preact-iso/router';
import { identity } from '../api/session';
import { ADMIN_PLACE, DEVELOPER_PLACE, type Destination, isHere, TRADER_PLACES } from '../navigation/places';
import { Brand } from '../parts/brand';
import { Icon } from '../parts/icon';
import { ThemeButton } from '../parts/theme-button';
import { AccountMenu } from './account-menu';
import { AccountStrip } from './account-strip';
import { LiveBadge } from './live-badge';
import { findOpen, helpOpen } from './open-dialogs';

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

function NavLink({ place, path }: { place: Destination; path: string }) {
  return (
    <a href={place.href} {...(isHere(place.href, path) && { 'aria-current': 'page' as const })}>
      {place.title}
    </a>
  );
}
