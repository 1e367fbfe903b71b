import type { ComponentChildren } from 'preact';
import { Brand } from '../../parts/brand';
import { ThemeButton } from '../../parts/theme-button';

/** The frame around what is there before anybody has signed in. */
export function Welcome({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="welcome">
      <header class="welcome-h">
        <Brand />
        <ThemeButton />
      </header>
      <main class="card welcome-card">
        <h1>{title}</h1>
        {children}
      </main>
      <p class="muted center">
        Paper money on a live market. Nothing here is worth anything, and every cent adds up.
      </p>
    </div>
  );
}
