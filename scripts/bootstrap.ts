import { EXIT, runCommand } from './support/command';
import { loadDeployment } from './support/deployment';
import { checkTable, layTable } from './support/lay-table';
import { MIGRATION_FLAGS, waitOf } from './support/migration-run';
import { reach } from './support/target';

void runCommand({
  name: 'bootstrap',
  summary: 'The state bucket and the table exist, and pending expand migrations are applied.',
  arguments: ['[deployment]'],
  flags: {
    check: { type: 'boolean', description: 'changes nothing; exits 2 where anything would change' },
    'no-migrate': { type: 'boolean', description: 'the table alone' },
    ...MIGRATION_FLAGS,
  },
  run: async (invocation) => {
    const { output } = invocation;
    // What is wrong with it is said before anything is started.
    waitOf(invocation);
    const deployment = loadDeployment(invocation.arguments[0]);
    const target = await reach(deployment, invocation, 'table');
    const options = { migrate: !invocation.has('no-migrate') };
    if (!invocation.has('check')) {
      output.result(await layTable(deployment, target, invocation, options));
      return EXIT.done;
    }
    const changes = await checkTable(deployment, target, invocation, options);
    for (const change of changes) output.say(change);
    if (changes.length === 0) output.say('Nothing would change.');
    output.result({ changes });
    return changes.length === 0 ? EXIT.done : EXIT.changesPending;
  },
});
