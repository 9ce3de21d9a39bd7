import path from 'node:path';
import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, runCommand } from './support/command';
import { loadDeployment } from './support/deployment';
import { MIGRATIONS_FLAG } from './support/migration-run';
import { synthesise } from './support/synthesise';

void runCommand({
  name: 'synth',
  summary: 'Bundles the functions and writes cdktf.out/stacks/<stack>/cdk.tf.json.',
  arguments: ['[deployment]'],
  flags: { migrations: MIGRATIONS_FLAG },
  run: async (invocation) => {
    const { output } = invocation;
    const deployment = loadDeployment(invocation.arguments[0]);
    const stacks = await withCheckoutLock(invocation, () => synthesise(deployment, invocation));
    for (const { name, directory } of stacks) {
      output.say(`${output.styles.green('✓')} ${name}: ${path.relative(process.cwd(), directory)}/cdk.tf.json`);
    }
    output.result(stacks);
    return EXIT.done;
  },
});
