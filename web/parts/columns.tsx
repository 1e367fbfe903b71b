import type { ComponentChildren } from 'preact';

/** A title; of figures, which stand at the right; or of what only screen readers are told. */
type Column = string | { readonly num: string } | { readonly hidden: string };

/** The head of a table. */
export function Columns({ of }: { of: readonly Column[] }) {
  return (
    <thead>
      <tr>{of.map(columnOf)}</tr>
    </thead>
  );
}

function columnOf(column: Column) {
  if (typeof column === 'string') return <HeadCell key={column} title={column} />;
  if ('num' in column) return <HeadCell key={column.num} title={column.num} class="num" />;
  return <HeadCell key={column.hidden} title={<span class="sr">{column.hidden}</span>} />;
}

function HeadCell({ title, class: className = '' }: { title: ComponentChildren; class?: string }) {
  return (
    <th scope="col" class={className}>
      {title}
    </th>
  );
}
