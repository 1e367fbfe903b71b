import type { IconName } from './icons';

export function Icon({
  name,
  small,
  class: className = '',
}: {
  name: IconName;
  small?: boolean;
  class?: string;
}) {
  return (
    <svg class={`i ${small ? 'i-s' : ''} ${className}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
