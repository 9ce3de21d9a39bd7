import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployments } from '../../../deployments';
import { writeRightsRecord } from '../../../local/rights/record';
import { createStyles } from '../../../scripts/support/colors';
import { doctorRights } from '../../../scripts/support/doctor-rights';
import { allowedRights } from '../../../stacks/rights/allowed-rights';
import { synthesiseRoles, tableArnOf } from '../../../stacks/rights/synthesise-roles';
import { temporaryDirectory } from '../local/aws/stand-in';

const { directory, remove } = temporaryDirectory();
afterAll(remove);

const file = path.join(directory, 'rights.json');

/** All that the stacks allow on the table, as if all of it had been used. */
const everything = Object.fromEntries(
  synthesiseRoles('local', deployments.local).map((role) => [
    role.functionName,
    allowedRights(role, tableArnOf(deployments.local))
      .filter(({ resource }) => /^(table|ledger)/.test(resource))
      .map(({ action, resource }) => ({ action, resource })),
  ]),
);

function doctor(...words: string[]) {
  const lines: string[] = [];
  const results: unknown[] = [];
  const output = {
    styles: createStyles({}, {}),
    say: (line = '') => void lines.push(line),
    result: (document: unknown) => void results.push(document),
  };
  const status = doctorRights({ arguments: ['rights', ...words], output }, file);
  return { status, text: lines.join('\n'), results };
}

test.each(Object.keys(deployments))('where all that the roles of %s may do was used there is nothing to do', (name) => {
  writeRightsRecord(everything, file);
  const { status, text, results } = doctor(name);

  expect(text).toMatch(
    /^api \(role groundwork-.*-api-eu-central-1\)\n {2}✓ all that it may do on the table was used$/m,
  );
  expect(text).toMatch(/– not held to what is used, of another service than DynamoDB: .*logs:PutLogEvents/);
  expect(results).toEqual([expect.objectContaining({ roles: expect.any(Array), recordedAt: expect.any(String) })]);
  expect(status).toBe(0);
});

test('a right that was not used is surplus: it is named with its remedy, and the status is 2', () => {
  const withoutQuery = (everything.api ?? []).filter(({ resource }) => resource !== 'table/index/gsi1');
  writeRightsRecord({ ...everything, api: withoutQuery }, file);
  const { status, text } = doctor();

  expect(text).toContain(
    "  ! dynamodb:Query on table/index/gsi1 is allowed and not used: leave 'gsi1' out of the indexes of table.grantRead for api",
  );
  expect(text).not.toContain('✓ all that api');
  expect(status).toBe(2);
});

test('a right that was used and is not allowed is worse: the status is 1', () => {
  writeRightsRecord({ ...everything, api: [{ action: 'dynamodb:Scan', resource: 'table' }] }, file);
  const { status, text } = doctor();

  expect(text).toContain('  ✗ dynamodb:Scan on table is used and not allowed: grant it: table.grantScan(api)');
  expect(status).toBe(1);
});

test('where no run was recorded, or one of other code, it says how to make one', () => {
  writeRightsRecord(everything, file);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), code: 'other' }));

  expect(() => doctor()).toThrow(expect.objectContaining({ code: 'old-rights-record' }));
});
