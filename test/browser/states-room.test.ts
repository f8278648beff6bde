import { dialogStates, historyStates, modeStates } from '../helpers/states/dialog-states.js';
import { messageStates } from '../helpers/states/message-states.js';
import { logStates } from '../helpers/states/room-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';

statesSuite('the log', logStates);
statesSuite('a message', messageStates);
statesSuite('what opens over the room', dialogStates);
statesSuite('how the room is encrypted', modeStates);
statesSuite('what was before', historyStates);
