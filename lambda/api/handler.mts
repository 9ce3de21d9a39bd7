import { connectTable } from '../../table/connect/index.js';
import { log } from '../log.js';

// Asked before the rest of the function is loaded, DynamoDB answers meanwhile. What fails is forgotten here: the first
// request connects anew, and its answer and the log say what is wrong.
const connected = connectTable().catch(() => undefined);
const { createApi } = await import('./api.js');

/** Entry point of the function `api`. */
export const handler = createApi({ connectTable, log });

// Lambda may freeze a function that is loaded until the first request comes: with no answer still on its way.
await connected;
