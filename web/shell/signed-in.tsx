import type { ComponentChildren } from 'preact';
import { Confirmation } from '../parts/confirm';
import { Toasts } from '../parts/toasts';
import { Announcer } from './announcer';
import { Dock } from './dock';
import { useShortcuts } from './shortcuts';
import { StaleBanner } from './stale-banner';
import { TopBar } from './top-bar';

/** The frame around every page. */
export function SignedIn({ children }: { children: ComponentChildren }) {
  useShortcuts();
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <TopBar />
      <StaleBanner />
      {children}
      <Dock />
      <Confirmation />
      <Toasts />
      <Announcer />
    </>
  );
}
