/** The colors of the page as a drawing needs them: computed, since it can't read variables. */
export interface ChartColors {
  readonly surface: string;
  readonly text: string;
  readonly line: string;
  readonly up: string;
  readonly upFill: string;
  readonly down: string;
  readonly downFill: string;
  readonly accent: string;
}

export function chartColors(): ChartColors {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    surface: read('--surface'),
    text: read('--text-3'),
    line: read('--line'),
    up: read('--up'),
    upFill: read('--up-fill'),
    down: read('--down'),
    downFill: read('--down-fill'),
    accent: read('--accent'),
  };
  probe.remove();
  return colors;
}

/** @param color as computed, `rgb(r, g, b)` */
export function faded(color: string, alpha: number): string {
  return color.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);
}
