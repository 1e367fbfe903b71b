import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { happenings } from '../live/happenings';
import { happeningText } from '../parts/happening-text';
import { preferences } from '../settings/preferences';

/** Tells of fills where nobody looks: to screen readers, and to the desktop where that is wished. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    let last = '';
    return effect(() => {
      const [newest] = happenings.value;
      if (newest?.kind !== 'fill' || newest.id === last) return;
      last = newest.id;
      const { title, detail } = happeningText(newest);
      setText(`${title}. ${detail}.`);
      if (preferences.peek().notifyFills && document.visibilityState === 'hidden') notify(title, detail);
    });
  }, []);
  return (
    <p class="sr" role="status" aria-live="polite">
      {text}
    </p>
  );
}

function notify(title: string, body: string): void {
  if ('Notification' in window && Notification.permission === 'granted') new Notification(title, { body });
}
