import { connectTable } from '../../table/connect';
import { log } from '../log';
import { createMembershipCounter } from './membership-counter';

/** Entry point of the function `membership-counter`. */
export const handler = createMembershipCounter({ connectTable, log });
