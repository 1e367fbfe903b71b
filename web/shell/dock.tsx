import { useLocation } from 'preact-iso/router';
import { identity } from '../api/session';
import { ADMIN_PLACE, DEVELOPER_PLACE, isHere, SETTINGS_PLACE, TRADER_PLACES } from '../navigation/places';
import { Icon } from '../parts/icon';

/** The main places at the thumb. */
export function Dock() {
  const { path } = useLocation();
  const last = identity.value?.isAdmin ? ADMIN_PLACE : SETTINGS_PLACE;
  return (
    <nav class="dock" aria-label="Main, small">
      {[...TRADER_PLACES, last].map(({ href, title, icon }) => (
        <a key={href} href={href} {...(isShown(href, path) && { 'aria-current': 'page' as const })}>
          <Icon name={icon} />
          {title}
        </a>
      ))}
    </nav>
  );
}

/** There is one place here for all that administrators have. */
function isShown(href: string, path: string): boolean {
  return isHere(href, path) || (href === ADMIN_PLACE.href && isHere(DEVELOPER_PLACE.href, path));
}
