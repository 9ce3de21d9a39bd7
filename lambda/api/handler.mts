import { connectTable } from '../../table/connect/index.js';
import { log } from '../log.js';
import { createApi } from './api.js';

// While Lambda loads a function, it gives it more of a processor than the share that goes with its memory: so the SDK's first
// request, for which most of its code is compiled, is made here (docs/decisions/cold-start.md). What fails is forgotten: the
// API's first request connects anew, and its answer and the log say what is wrong.
await connectTable().catch(() => undefined);

/** Entry point of the function `api`. */
export const handler = createApi({ connectTable, log });
