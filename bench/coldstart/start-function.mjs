import { createRequire } from 'node:module';

// A cold start: one process, one function, one request. Plain JavaScript, because a TypeScript loader would change how the
// function's own modules are found and loaded. The arguments are the function's file and the event.
const [, , file = '', event = ''] = process.argv;
const request = JSON.parse(event);

// In this order: Node loads this clock when it is first asked for it, which is no part of the function's start.
const begin = performance.now();
const processorBefore = process.cpuUsage();
// As Lambda's runtime loads either kind of module.
const { handler } = file.endsWith('.mjs') ? await import(file) : createRequire(import.meta.url)(file);
const { statusCode, headers, body = '' } = await handler(request, { awsRequestId: 'request' });
const end = performance.now();
const { user } = process.cpuUsage(processorBefore);

const sample = { init: end - begin, whole: end, user: user / 1000, answer: { statusCode, etag: headers?.etag, body } };
// The function's own log is above it. Its connections, which it keeps, would keep the process.
process.stdout.write(`\n${JSON.stringify(sample)}\n`, () => process.exit());
