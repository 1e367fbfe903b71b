import { render } from 'preact';
import { readConfiguration } from './api/configuration';
import { resume } from './api/session';
import { App } from './app';
import { startClock } from './live/clock';
import { loadPageAt } from './routes';
import { showAppearance } from './settings/preferences';

showAppearance();
startClock();
loadPageAt(location.pathname);
await Promise.all([readConfiguration(), resume()]);

const root = document.getElementById('console');
if (root) render(<App />, root);
