import type { Bench } from './context';
import { freshTable } from './migrate/fresh-table';
import { nothingToDo } from './migrate/nothing-to-do';
import { measure } from './support/measurement';

/** What the engine costs beside the requests that it can't do without. */
export const migrate: Bench = {
  summary: 'a bootstrap with nothing to do, and the first one of a fresh table with three migrations',
  run: async function* (context) {
    for (const define of [nothingToDo, freshTable]) {
      const measurement = await define(context);
      yield await context.during(measurement.title, () => measure(measurement, context));
    }
  },
};
