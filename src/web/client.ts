import { FilePlace } from './file-place.js';
import { runPage } from './run-page.js';

runPage(new FilePlace());
