import { besideLogStates } from '../helpers/states/room-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';

statesSuite('beside the log of a room', besideLogStates);
