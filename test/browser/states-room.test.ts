import { roomStates } from '../helpers/states/room-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';

statesSuite('in the room', roomStates);
