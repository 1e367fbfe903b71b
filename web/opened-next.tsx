// What a trader opens from the first page, in one chunk: each is small, and each chunk more costs what they share.

export { AboutPage } from './pages/about/about-page';
export { LedgerPage } from './pages/ledger/ledger-page';
export { OrderPage } from './pages/orders/order-page';
export { OrdersPage } from './pages/orders/orders-page';
export { ReplaceDialog } from './pages/orders/replace-dialog';
export { PortfolioPage } from './pages/portfolio/portfolio-page';
export { SettingsPage } from './pages/settings/settings-page';
export { RangeDialog } from './parts/range-dialog';
export { FindDialog } from './shell/find-dialog';
export { HelpDialog } from './shell/help-dialog';
