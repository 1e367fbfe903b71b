/** A line through the values, without axes: a shape, not a chart. */
export function Spark({
  values,
  width = 62,
  height = 24,
  class: className = '',
}: {
  values: readonly number[];
  width?: number;
  height?: number;
  class?: string;
}) {
  if (values.length < 2)
    return <svg class={`spark ${className}`} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" />;
  const [first, last] = [values[0] ?? 0, values.at(-1) ?? 0];
  const trend = last > first ? 'up' : last < first ? 'down' : 'flat';
  return (
    <svg class={`spark spark-${trend} ${className}`} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path d={lineThrough(values, width, height)} />
    </svg>
  );
}

const PADDING = 2;

function lineThrough(values: readonly number[], width: number, height: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  return values
    .map((value, index) => {
      const x = (index * width) / (values.length - 1);
      const y = height - PADDING - ((value - low) / span) * (height - 2 * PADDING);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
