import { runPage } from './run-page.js';
import { servedPlace } from './served-place.js';

runPage(servedPlace);
