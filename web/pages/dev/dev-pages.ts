// What developers open, in a chunk of its own: administrators hardly do.

export { EventLog } from './event-log';
export { MarketPage } from './market-page';
export { TickPage } from './tick-page';
