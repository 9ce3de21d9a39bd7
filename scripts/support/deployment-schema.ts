// Zod's former interface, which Zod 4 goes on shipping: it loads in a sixth of the time, and every command waits for it.
import { z } from 'zod/v3';
import type { Deployment } from '../../table/deployment';
import { ScriptsError } from './errors';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const text = (pattern: RegExp, allowed: string) => z.string({ message: allowed }).regex(pattern, allowed);
const integer = (from: number, to: number, unit: string) => {
  const allowed = `a whole number of ${unit} from ${from} to ${to}`;
  return z.number({ message: allowed }).int(allowed).min(from, allowed).max(to, allowed);
};
const flag = z.boolean({ message: 'true or false' });

const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region, e.g. eu-central-1');

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const tableName = text(/^[a-zA-Z0-9_.-]{3,255}$/, '3 to 255 characters of a-z A-Z 0-9 . _ -');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucket = text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, '3 to 63 characters of a-z 0-9 . -');

const table = z.object({ name: tableName, deletionProtection: flag.optional() }).strict();

const state = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('local'), directory: text(/./, 'a folder, relative to the repository') }).strict(),
    z
      .object({ kind: z.literal('s3'), bucket, key: text(/./, 'a prefix for the states'), region: region.optional() })
      .strict(),
  ],
  { message: "{ kind: 'local', directory } or { kind: 's3', bucket, key }" },
);

const functions = z
  .object({
    memoryMegabytes: integer(128, 10_240, 'mebibytes'),
    timeoutSeconds: integer(1, 900, 'seconds'),
    logRetentionDays: z
      .number()
      .refine((days) => LOG_RETENTION_DAYS.includes(days), `one of ${LOG_RETENTION_DAYS.join(', ')}`),
  })
  .strict();

const deployment: z.ZodType<Deployment> = z
  .object({ region, accountId: text(/^\d{12}$/, 'twelve digits, as a string').optional(), table, state, functions })
  .strict();

/**
 * Each entry of `deployments.ts` is as it has to be.
 *
 * @throws {ScriptsError} `deployments-invalid`: every wrong field with its path, its value and what is allowed
 */
export function validateDeployments(deployments: Record<string, unknown>): Record<string, Deployment> {
  const result = z.record(z.string(), deployment).safeParse(deployments);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const place = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') return `  ${place} has no field ${issue.keys.join(', ')}: remove it`;
    return `  ${place} is ${JSON.stringify(valueAt(deployments, issue.path))}; allowed: ${issue.message}`;
  });
  throw new ScriptsError('deployments-invalid', `deployments.ts is not right:\n${problems.join('\n')}`);
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], root);
}
