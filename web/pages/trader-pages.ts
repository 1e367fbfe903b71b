// What a trader opens from the market, in one chunk: it is small, and each chunk more costs what they share.

export { FindDialog } from '../shell/find-dialog';
export { HelpDialog } from '../shell/help-dialog';
export { default as About } from './about/about-page';
export { CandleTable } from './chart/candle-table';
export { RangeDialog } from './chart/range-dialog';
export { default as Ledger } from './ledger/ledger-page';
export { askToCancel } from './orders/ask-to-cancel';
export { askToCancelAll } from './orders/ask-to-cancel-all';
export { default as OrderPage } from './orders/order-page';
export { default as Orders } from './orders/orders-page';
export { ReplaceDialog } from './orders/replace-dialog';
export { default as Portfolio } from './portfolio/portfolio-page';
export { default as Settings } from './settings/settings-page';
export { OwnFills } from './trade/own-fills';
