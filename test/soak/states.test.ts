import { endStates } from '../helpers/states/end-states.js';
import { entranceStates } from '../helpers/states/entrance-states.js';
import { besideLogStates, logOfRoomStates } from '../helpers/states/room-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';

// Every state in every language, on every device and in all colours, where CHATTRACE_TEST_SCALE says so (test/helpers/states/look.ts).
statesSuite('before the room', entranceStates);
statesSuite('the log of a room', logOfRoomStates);
statesSuite('beside the log of a room', besideLogStates);
statesSuite('what rooms there are, and how they end', endStates);
