import { type ExitStatus, type Invocation, runCommand, wrongUsage } from './support/command';
import { doctorDeployment } from './support/doctor/doctor-deployment';
import { doctorRights } from './support/doctor-rights';
import { MIGRATIONS_FLAG } from './support/migration-run';

void runCommand({
  name: 'doctor',
  summary: [
    'What is installed, reachable, allowed and drifted, with the remedy for each finding. Changes nothing; exits 2 where',
    'something is not as declared, and 1 where something is broken.',
    '',
    '  rights   what each role may do beside what the last run of the tests used; exits 2 where it may do more',
  ].join('\n'),
  arguments: ['[rights]', '[deployment]'],
  flags: { migrations: MIGRATIONS_FLAG },
  run: async (invocation) => examine(invocation),
});

function examine(invocation: Invocation<'verbose' | 'migrations'>): Promise<ExitStatus> | ExitStatus {
  const [subject, surplus] = invocation.arguments;
  if (subject === 'rights') return doctorRights(invocation);
  if (surplus === undefined) return doctorDeployment(invocation);
  throw wrongUsage({ name: 'doctor' }, `It takes no argument ${JSON.stringify(surplus)}.`);
}
