import { setFavicon } from './favicon.js';
import { Flow } from './flow.js';
import { createStage } from './stage.js';

const app = document.getElementById('app');
if (app === null) throw new Error('the page has no place for the app');
setFavicon();
const flow = new Flow(createStage(app));
flow.enter();
addEventListener('pagehide', () => flow.abandon());
addEventListener('hashchange', () => {
  flow.abandon();
  flow.enter();
});
