import { Directed } from '../../parts/change';

/** What the chosen colours look like. */
export function ColorSample() {
  return (
    <span class="sample">
      <Directed amount={1}>1.31%</Directed>
      <Directed amount={-1}>0.42%</Directed>
      <span>An arrow says it too.</span>
    </span>
  );
}
