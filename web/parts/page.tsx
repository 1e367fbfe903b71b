import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface PageProps {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page of one column with a title, which the tab has too. */
export function Page({ title, lead, actions, children }: PageProps) {
  useTitle(title);
  return (
    <main class="page" id="main">
      <div class="title">
        <h1>{title}</h1>
        {actions && <div class="r">{actions}</div>}
      </div>
      {lead && <p class="lead soft">{lead}</p>}
      {children}
    </main>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title}, Trading`;
  }, [title]);
}
