import type { Bench } from './context';
import { idleBootstrap } from './startup/idle-bootstrap';
import { readyTable } from './startup/ready-table';
import { secondDeploy } from './startup/second-deploy';
import { yarnw } from './startup/yarnw';
import { measure } from './support/measurement';

/** What Groundwork costs where there is nothing to do: commands, and `connect()`, beside what they can't do without. */
export const startup: Bench = {
  summary: 'commands that have nothing to do, and connect() on a table that is ready',
  run: async function* (context) {
    const { during, signal } = context;
    await during('./yarnw deploy local', () => yarnw(['deploy', 'local', '--quiet'], signal));
    for (const define of [secondDeploy, idleBootstrap, readyTable]) {
      const measurement = await define(context);
      yield await during(measurement.title, () => measure(measurement, context));
    }
  },
};
