import { connectTable } from '../../table/connect/index.js';
import { log } from '../log.js';
import { createApi } from './api.js';

// Lambda loads a function with a processor of its own, whatever share of one its memory size gives it later: the SDK's first
// request, to which most of its code is compiled, is made here. What fails is forgotten: the first request to the API connects
// anew, and its answer and the log say what is wrong.
await connectTable().catch(() => undefined);

/** Entry point of the function `api`. */
export const handler = createApi({ connectTable, log });
