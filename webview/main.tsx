/** The designer's page: joins the host, the state, the graph and the chrome. */
import './localised';
import { render } from 'preact';
import { Host } from './host';
import './main.css';
import { Page } from './page';
import { App } from './ui/App';

const host = new Host();
window.addEventListener('error', ({ error, message }) => host.report(error ?? message));
window.addEventListener('unhandledrejection', ({ reason }) => host.report(reason));

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no place for the designer.');
const page = new Page(host, {
  worker: document.getElementById('layout-worker')?.textContent ?? '',
  elkUrl: document.body.dataset['elk'] ?? '',
});
render(<App page={page} />, root);
host.listen(
  (message) => page.receive(message),
  (state) => page.expect(state),
);
host.post('ready', { begunAt: performance.timeOrigin, readyAt: Date.now() });
