import { type ExitStatus, type Invocation, runCommand, wrongUsage } from './support/command';
import { doctorRights } from './support/doctor-rights';

const SUBJECTS: Record<string, (invocation: Invocation<never>) => Promise<ExitStatus> | ExitStatus> = {
  rights: doctorRights,
};

void runCommand({
  name: 'doctor',
  summary: [
    'What could be better, with the remedy for each finding.',
    '',
    '  rights   what each role may do beside what the last run of the tests used; exits 2 where it may do more',
  ].join('\n'),
  arguments: ['<rights>', '[deployment]'],
  flags: {},
  run: async (invocation) => {
    const [subject = ''] = invocation.arguments;
    const examine = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
    if (examine) return examine(invocation);
    throw wrongUsage(
      { name: 'doctor' },
      `It takes ${Object.keys(SUBJECTS).join(', ')}, not ${JSON.stringify(subject)}.`,
    );
  },
});
