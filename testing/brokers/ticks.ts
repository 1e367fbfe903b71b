import type { WireTick } from '../../market/wire-tick';

export function aTick(fields: Partial<WireTick> = {}): WireTick {
  return {
    stock_id: '6ffb8e62-92c1-40c7-9d38-5b976a346b62',
    name: 'CIB',
    price: 28,
    availability: 46,
    timestamp: '2019-12-15 14:36:33.462393',
    ...fields,
  };
}
