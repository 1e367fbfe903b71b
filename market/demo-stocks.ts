export interface DemoStock {
  stockId: string;
  name: string;
  /** The price around which it fluctuates, in cents. */
  priceCents: number;
}

// Fixed, so that an order placed yesterday still finds its stock after a restart.
const STOCKS: readonly DemoStock[] = [
  { stockId: '6ffb8e62-92c1-40c7-9d38-5b976a346b62', name: 'CIB', priceCents: 28_00 },
  { stockId: 'cf12d54e-58ee-4a98-b56f-929ab222db3e', name: 'Edita', priceCents: 12_50 },
  { stockId: '68d567d4-3661-4793-97a3-f75145987056', name: 'Hamada Inc', priceCents: 95_00 },
  { stockId: '0b6f4a3e-2d0c-4a55-8f0e-6f1f6f2f9d11', name: 'Nile Cement', priceCents: 41_75 },
  { stockId: 'd9a2c7b4-71e3-4f4b-9a76-3c8e5d20b7a8', name: 'Delta Foods', priceCents: 7_20 },
];

/** The demo's stocks, followed by numbered ones if more are requested; always the same for the same count. */
export function demoStocks(count: number): DemoStock[] {
  return Array.from({ length: count }, (_, index) => STOCKS[index] ?? numberedStock(index + 1));
}

function numberedStock(number: number): DemoStock {
  const stockId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { stockId, name: `Stock ${number}`, priceCents: 10_00 + ((number * 37) % 200) * 25 };
}
