import { setFavicon } from './favicon.js';
import { Flow } from './flow.js';
import { languageOfBrowser, onLanguage } from './languages/choice.js';
import type { Place } from './place.js';
import { createStage } from './stage.js';

/** From an empty page to its end. */
export function runPage(place: Place): void {
  const app = document.getElementById('app');
  if (app === null) throw new Error('the page has no place for the app');
  setFavicon();
  const stage = createStage(app);
  const flow = new Flow(stage.show, place);
  onLanguage(stage.redraw);
  void languageOfBrowser().then(() => flow.enter());
  addEventListener('pagehide', () => flow.abandon());
  addEventListener('hashchange', () => {
    flow.abandon();
    flow.enter();
  });
}
