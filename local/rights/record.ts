import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LocalError } from '../errors';
import { localPaths } from '../paths';
import { writeWhole } from '../write-whole';
import { rightsCodeStamp } from './code-stamp';

/** The rights that were used in the last run of the tests, as `.local/rights.json` keeps them. */
export type RightsRecord = z.infer<typeof recordSchema>;

const recordSchema = z.object({
  /** ISO time of the end of the run. */
  recordedAt: z.iso.datetime(),
  /** `rightsCodeStamp` of the code that ran. */
  code: z.string(),
  /** By function, each right once; resources in short: `table`, `table/index/<name>`. */
  functions: z.record(z.string(), z.array(z.object({ action: z.string(), resource: z.string() }))),
});

/** Keeps what was used, in place of what an earlier run did: whole, or not at all. */
export function writeRightsRecord(functions: RightsRecord['functions'], file = localPaths.rights): void {
  const record: RightsRecord = { recordedAt: new Date().toISOString(), code: rightsCodeStamp(), functions };
  writeWhole(file, `${JSON.stringify(record, undefined, 2)}\n`);
}

/** How to get a record, or a new one. */
const RUN = 'Run: yarn test:local -- test/local/rights';

/**
 * What was used in the last run of the tests.
 *
 * @throws {LocalError} `no-rights-record` where none is there, or none that can be read; `old-rights-record` where it is of
 *   other code than that which is here
 */
export function readRightsRecord(file = localPaths.rights): RightsRecord {
  const record = parse(file);
  if (record.code === rightsCodeStamp()) return record;
  throw new LocalError(
    'old-rights-record',
    `table/, lambda/ or the tests of rights have changed since the run of ${record.recordedAt} that ${file} is of. ${RUN}`,
  );
}

function parse(file: string): RightsRecord {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const what = isMissing ? 'No run of the tests has recorded which rights are used' : `${file} can't be read`;
    throw new LocalError('no-rights-record', `${what}. ${RUN}`, { cause });
  }
}
