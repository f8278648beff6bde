import { cardStates, fileStates, partStates, pasteStates, refusalStates } from '../helpers/states/entrance-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';

statesSuite('where a link is asked for', pasteStates);
statesSuite('the card of a room', cardStates);
statesSuite('why there is no room', refusalStates);
statesSuite('what could not be fetched', partStates);
statesSuite('the page as one file', fileStates);
