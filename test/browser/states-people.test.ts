import { connectionStates, farewellStates, undeliveredStates } from '../helpers/states/end-states.js';
import { peopleStates, privateStates } from '../helpers/states/people-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';
import { transferStates } from '../helpers/states/transfer-states.js';

statesSuite('who is who', peopleStates);
statesSuite('what two say alone', privateStates);
statesSuite('files', transferStates);
statesSuite('nothing comes through', connectionStates);
statesSuite('the end', farewellStates);
statesSuite('what nobody got', undeliveredStates);
