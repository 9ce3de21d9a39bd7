import { connectTable } from '../../table/connect';
import { log } from '../log';
import { createApi } from './api';

/** Entry point of the function `api`. */
export const handler = createApi({ connectTable, log });
