import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

/** What is wrong, beside where it is wrong. */
export function Message({ text, id }: { text: string; id?: string }) {
  return (
    <p class="msg" role="alert" {...(id && { id })}>
      <Icon name="triangle-alert" small />
      <span>{text}</span>
    </p>
  );
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly unit?: ComponentChildren;
  readonly value: string;
  readonly problem?: string | undefined;
  readonly onInput: (value: string) => void;
  readonly children?: ComponentChildren;
  readonly type?: 'text' | 'email' | 'password' | 'datetime-local';
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'email';
  readonly placeholder?: string;
  readonly autocomplete?:
    | 'off'
    | 'username'
    | 'email'
    | 'current-password'
    | 'new-password'
    | 'one-time-code';
  readonly isNumber?: boolean;
  readonly isFocused?: boolean;
}

export function Field(field: FieldProps) {
  const { id, label, hint, unit, problem, children } = field;
  return (
    <div class="field">
      <label for={id}>
        <span>{label}</span>
        {hint && <span class="muted num">{hint}</span>}
      </label>
      <div class={`input ${problem ? 'bad' : ''}`}>
        <Input field={field} />
        {unit && <span class="unit">{unit}</span>}
      </div>
      {children}
      <div id={`${id}-problem`}>{problem && <Message text={problem} />}</div>
    </div>
  );
}

/** Written out by kind: each has attributes of its own, and the types know which. */
function Input({ field }: { field: FieldProps }) {
  const { id, problem, onInput } = field;
  const input = {
    id,
    name: id,
    value: field.value,
    class: field.isNumber ? 'num' : '',
    placeholder: field.placeholder ?? '',
    inputMode: field.inputMode ?? 'text',
    autocomplete: field.autocomplete ?? 'off',
    autoFocus: field.isFocused ?? false,
    'aria-invalid': problem ? ('true' as const) : ('false' as const),
    'aria-describedby': `${id}-problem`,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  switch (field.type) {
    case 'password':
      return <input type="password" {...input} />;
    case 'email':
      return <input type="email" {...input} />;
    case 'datetime-local':
      return <input type="datetime-local" {...input} />;
    default:
      return <input type="text" {...input} />;
  }
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
  readonly hint?: ComponentChildren;
}

export function Choice({ id, label, value, options, onChange, hint }: ChoiceProps) {
  return (
    <div class="field">
      <label for={id}>
        <span>{label}</span>
        {hint && <span class="muted">{hint}</span>}
      </label>
      <div class="input">
        <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map(([code, words]) => (
            <option key={code} value={code} selected={code === value}>
              {words}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" class="muted" />
      </div>
    </div>
  );
}
