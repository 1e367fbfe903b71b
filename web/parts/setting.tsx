import type { ComponentChildren } from 'preact';
import { Segments } from './segments';

/** A line of settings: what is set, what it is about, and the choice. */
export function Setting({
  title,
  about,
  children,
}: {
  title: string;
  about: ComponentChildren;
  children: ComponentChildren;
}) {
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

interface ChoiceSettingProps<Value extends string> {
  readonly title: string;
  readonly about: ComponentChildren;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: ComponentChildren])[];
  readonly onChange: (value: Value) => void;
}

/** One of a few. */
export function ChoiceSetting<Value extends string>({
  title,
  about,
  value,
  options,
  onChange,
}: ChoiceSettingProps<Value>) {
  return (
    <Setting title={title} about={about}>
      <Segments
        label={title}
        value={value}
        options={options.map(([each, text]) => ({ value: each, text }))}
        onChange={onChange}
      />
    </Setting>
  );
}

/** Either one or the other. */
export function SwitchSetting({
  isOn,
  words: [on, off] = ['On', 'Off'],
  onChange,
  ...setting
}: {
  title: string;
  about: ComponentChildren;
  isOn: boolean;
  words?: readonly [on: string, off: string];
  onChange: (isOn: boolean) => void;
}) {
  return (
    <ChoiceSetting
      {...setting}
      value={isOn ? 'on' : 'off'}
      options={[
        ['on', on],
        ['off', off],
      ]}
      onChange={(value) => onChange(value === 'on')}
    />
  );
}
