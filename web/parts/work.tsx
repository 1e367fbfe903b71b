import type { ComponentChildren } from 'preact';
import { useTitle } from './page';

/** A page beside the rail. */
export function Work({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  useTitle(title);
  return (
    <main class="work" id="main">
      <div class="title">
        <h1>{title}</h1>
        {actions && <div class="r">{actions}</div>}
      </div>
      {children}
    </main>
  );
}
