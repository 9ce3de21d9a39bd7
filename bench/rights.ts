import type { Bench } from './context';
import { authorisedGetItem } from './rights/authorised-get-item';
import { measure } from './support/measurement';

/** What it costs that the stand-in for AWS holds each call of a function to the rights of its role. */
export const rights: Bench = {
  summary: 'a GetItem through the stand-in, which authorises it, and of DynamoDB Local directly',
  run: async function* (context) {
    const measurement = await authorisedGetItem(context);
    yield await context.during(measurement.title, () => measure(measurement, context));
  },
};
