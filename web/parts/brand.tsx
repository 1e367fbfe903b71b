export function Brand() {
  return (
    <a class="brand" href="/">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <rect class="brand-box" width="24" height="24" rx="6" />
        <path class="brand-line" d="M6 15.5 10 11l3 2.6 5-6.1" />
        <path class="brand-base" d="M6 19h12" />
      </svg>
      <span>Trading</span>
      <span class="paper">PAPER</span>
      <span class="sr">, to the market</span>
    </a>
  );
}
