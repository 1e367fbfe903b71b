import { identity, signOut } from '../../api/session';
import { zoneName } from '../../format/time';
import { Icon } from '../../parts/icon';
import { Page } from '../../parts/page';
import { ChoiceSetting, Setting, SwitchSetting } from '../../parts/setting';
import { say } from '../../parts/toasts';
import { prefer, preferences } from '../../settings/preferences';
import { ColorSample } from './color-sample';

export function SettingsPage() {
  const chosen = preferences.value;
  const zone = zoneName(chosen.zone, Date.now());
  return (
    <Page title="Settings" lead="Saved in this browser only.">
      <section class="card settings" aria-label="Looks">
        <ChoiceSetting
          title="Theme"
          about="Light, dark, or matching your system."
          value={chosen.theme}
          options={[
            ['system', 'System'],
            ['light', 'Light'],
            ['dark', 'Dark'],
          ]}
          onChange={(theme) => prefer({ theme })}
        />
        <ChoiceSetting
          title="Colors of up and down"
          about={<ColorSample />}
          value={chosen.colors}
          options={[
            ['teal-red', 'Teal, red'],
            ['blue-orange', 'Blue, orange'],
            ['red-up', 'Red up'],
          ]}
          onChange={(colors) => prefer({ colors })}
        />
        <ChoiceSetting
          title="Density"
          about="The height of table rows. On touch screens they are always tall."
          value={chosen.density}
          options={[
            ['compact', 'Compact'],
            ['normal', 'Normal'],
            ['roomy', 'Roomy'],
          ]}
          onChange={(density) => prefer({ density })}
        />
        <ChoiceSetting
          title="Time zone"
          about={`Times are shown in ${zone}.${zone === 'UTC' ? '' : ' Hover over one for UTC.'}`}
          value={chosen.zone}
          options={[
            ['local', 'Mine'],
            ['utc', 'UTC'],
          ]}
          onChange={(zone) => prefer({ zone })}
        />
        <SwitchSetting
          title="Single keys"
          about="Such as b, s and ?. Ctrl K and Ctrl Enter always work."
          isOn={chosen.singleKeys}
          onChange={(singleKeys) => prefer({ singleKeys })}
        />
        <SwitchSetting
          title="Fill notifications"
          about="On the desktop, while this page is in the background."
          isOn={chosen.notifyFills}
          onChange={(isWanted) => void notifyFills(isWanted)}
        />
      </section>
      <section class="card settings" aria-label="Account">
        <Setting
          title={identity.value?.username ?? ''}
          about={identity.value?.isAdmin ? 'An administrator.' : 'A trader.'}
        >
          <button type="button" class="btn btn-s" onClick={() => void signOut()}>
            <Icon name="log-out" />
            Sign out
          </button>
        </Setting>
      </section>
    </Page>
  );
}

async function notifyFills(isWanted: boolean): Promise<void> {
  if (!isWanted) return prefer({ notifyFills: false });
  if (!('Notification' in window)) return say('This browser does not support notifications.', 'bad');
  const permission = await Notification.requestPermission();
  if (permission === 'granted') return prefer({ notifyFills: true });
  say('This browser blocks notifications from this page.', 'bad');
}
