import { identity, signOut } from '../api/session';
import { initialsOf } from '../parts/avatar';
import { Icon } from '../parts/icon';

export function AccountMenu() {
  const who = identity.value;
  if (!who) return null;
  return (
    <>
      <button type="button" class="avatar" popovertarget="account-menu">
        {initialsOf(who.username)}
        <span class="sr"> Account of {who.username}</span>
      </button>
      <div id="account-menu" class="menu" popover="auto">
        <p class="menu-h">
          <b class="strong">{who.username}</b>
          <span class="muted">{who.isAdmin ? 'administrator' : 'trader'}</span>
        </p>
        <a href="/settings" onClick={closeMenu}>
          <Icon name="settings" />
          Settings
        </a>
        <a href="/api/docs/" target="_blank" rel="noopener">
          <Icon name="book-open" />
          API
        </a>
        <a href="/about" onClick={closeMenu}>
          <Icon name="info" />
          About and licenses
        </a>
        <button type="button" onClick={() => void signOut()}>
          <Icon name="log-out" />
          Sign out
        </button>
      </div>
    </>
  );
}

function closeMenu(): void {
  document.getElementById('account-menu')?.hidePopover();
}
