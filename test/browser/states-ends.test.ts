import { endStates } from '../helpers/states/end-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';

statesSuite('what rooms there are, and how they end', endStates);
