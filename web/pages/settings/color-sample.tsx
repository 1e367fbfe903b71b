import { Directed } from '../../parts/change';

/** What the chosen colors look like. */
export function ColorSample() {
  return (
    <span class="sample">
      <Directed amount={1}>1.31%</Directed>
      <Directed amount={-1}>0.42%</Directed>
      <span>Arrows show the direction too.</span>
    </span>
  );
}
