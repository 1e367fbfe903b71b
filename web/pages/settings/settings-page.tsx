import type { ComponentChildren } from 'preact';
import { identity, signOut } from '../../api/session';
import { zoneName } from '../../format/time';
import { Icon } from '../../parts/icon';
import { Page } from '../../parts/page';
import { Segments } from '../../parts/segments';
import { say } from '../../parts/toasts';
import { prefer, preferences } from '../../settings/preferences';
import { ColorSample } from './color-sample';

export default function SettingsPage() {
  const chosen = preferences.value;
  return (
    <Page title="Settings" lead="Kept in this browser only.">
      <section class="card settings" aria-label="Looks">
        <Setting title="Theme" about="Light, dark, or as the system has it.">
          <Segments
            label="Theme"
            value={chosen.theme}
            options={[
              { value: 'system', text: 'System' },
              { value: 'light', text: 'Light' },
              { value: 'dark', text: 'Dark' },
            ]}
            onChange={(theme) => prefer({ theme })}
          />
        </Setting>
        <Setting title="Colours of up and down" about="An arrow and a sign say it too, whatever the colours.">
          <Segments
            label="Colours of up and down"
            value={chosen.colors}
            options={[
              { value: 'teal-red', text: 'Teal, red' },
              { value: 'blue-orange', text: 'Blue, orange' },
              { value: 'red-up', text: 'Red up' },
            ]}
            onChange={(colors) => prefer({ colors })}
          />
          <ColorSample />
        </Setting>
        <Setting
          title="Density"
          about="How high the rows of tables are. On touch screens they are always high."
        >
          <Segments
            label="Density"
            value={chosen.density}
            options={[
              { value: 'compact', text: 'Compact' },
              { value: 'normal', text: 'Normal' },
              { value: 'roomy', text: 'Roomy' },
            ]}
            onChange={(density) => prefer({ density })}
          />
        </Setting>
        <Setting
          title="Time zone"
          about={`Times are shown in ${zoneName(chosen.zone, Date.now())}; hover for UTC.`}
        >
          <Segments
            label="Time zone"
            value={chosen.zone}
            options={[
              { value: 'local', text: 'Mine' },
              { value: 'utc', text: 'UTC' },
            ]}
            onChange={(zone) => prefer({ zone })}
          />
        </Setting>
        <Setting title="Single keys" about="b, s, ? and their like. Ctrl K and Ctrl Enter always work.">
          <Segments
            label="Single keys"
            value={chosen.singleKeys ? 'on' : 'off'}
            options={[
              { value: 'on', text: 'On' },
              { value: 'off', text: 'Off' },
            ]}
            onChange={(value) => prefer({ singleKeys: value === 'on' })}
          />
        </Setting>
        <Setting title="Fill notifications" about="On the desktop, while this page is in the background.">
          <Segments
            label="Fill notifications"
            value={chosen.notifyFills ? 'on' : 'off'}
            options={[
              { value: 'on', text: 'On' },
              { value: 'off', text: 'Off' },
            ]}
            onChange={(value) => void notifyFills(value === 'on')}
          />
        </Setting>
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

function Setting({ title, about, children }: { title: string; about: string; children: ComponentChildren }) {
  return (
    <div class="setting">
      <div>
        <h2>{title}</h2>
        <p class="muted">{about}</p>
      </div>
      <div class="setting-c">{children}</div>
    </div>
  );
}

async function notifyFills(isWanted: boolean): Promise<void> {
  if (!isWanted) return prefer({ notifyFills: false });
  if (!('Notification' in window)) return say('This browser has no notifications.', 'bad');
  const permission = await Notification.requestPermission();
  if (permission === 'granted') return prefer({ notifyFills: true });
  say('The browser does not allow notifications of this page.', 'bad');
}
