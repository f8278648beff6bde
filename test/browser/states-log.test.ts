import { logOfRoomStates } from '../helpers/states/room-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';

statesSuite('the log of a room', logOfRoomStates);
