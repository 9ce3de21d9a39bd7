import { hostname } from 'node:os';
import { describeOwner } from '../../../bootstrap/migrator/owner';

test('who runs the migrations is told by user, host and process', () => {
  expect(describeOwner(undefined, {})).toMatch(new RegExp(`^[^@]+@${hostname()} \\(process ${process.pid}\\)$`));
});

test.each([
  [
    'GitHub',
    { GITHUB_RUN_ID: '7', GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'team/service' },
    'https://github.com/team/service/actions/runs/7',
  ],
  ['GitLab', { CI_JOB_URL: 'https://gitlab.com/team/service/-/jobs/7' }, 'https://gitlab.com/team/service/-/jobs/7'],
  ['Jenkins', { BUILD_URL: 'https://jenkins/job/7' }, 'https://jenkins/job/7'],
])('a job of %s is named', (_, environment, job) => {
  expect(describeOwner(undefined, environment)).toContain(`(process ${process.pid}, ${job})`);
});

test('the AWS identity is named where it is known, ahead of the job', () => {
  const identity = 'arn:aws:sts::111122223333:assumed-role/deploy/session';
  expect(describeOwner(identity, { BUILD_URL: 'https://jenkins/job/7' })).toContain(
    `(process ${process.pid}, ${identity}, https://jenkins/job/7)`,
  );
});
