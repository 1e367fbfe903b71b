import { prefer, preferences } from '../settings/preferences';
import { Icon } from './icon';
import { prefersDark } from './media';

function isDark(): boolean {
  const { theme } = preferences.value;
  return theme === 'system' ? prefersDark.value : theme === 'dark';
}

export function ThemeButton() {
  const dark = isDark();
  return (
    <button
      type="button"
      class="btn-ic"
      aria-label={dark ? 'Switch to light' : 'Switch to dark'}
      onClick={() => prefer({ theme: dark ? 'light' : 'dark' })}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  );
}
