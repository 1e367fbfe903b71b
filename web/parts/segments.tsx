import type { ComponentChildren } from 'preact';

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { value: Value; text: ComponentChildren; label?: string }[];
  readonly onChange: (value: Value) => void;
  readonly class?: string;
}

/** One of a few, all to be seen at once. */
export function Segments<Value extends string>({
  label,
  value,
  options,
  onChange,
  class: className = '',
}: SegmentsProps<Value>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a legend and borders of its own
    <div class={`seg ${className}`} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          {...(option.label && { 'aria-label': option.label })}
          onClick={() => onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
