import { z } from 'zod';
import type { Deployment } from '../../table/deployment';
import { ScriptsError } from './errors';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region, e.g. eu-central-1');
const integer = (from: number, to: number, unit: string) => {
  const allowed = `a whole number of ${unit} from ${from} to ${to}`;
  return z.int(allowed).min(from, allowed).max(to, allowed);
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const tableName = z.string().regex(/^[a-zA-Z0-9_.-]{3,255}$/, '3 to 255 characters of a-z A-Z 0-9 . _ -');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucket = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, '3 to 63 characters of a-z 0-9 . -');

const deployment: z.ZodType<Deployment> = z.strictObject({
  region,
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'twelve digits, as a string')
    .optional(),
  table: z.strictObject({ name: tableName, deletionProtection: z.boolean().optional() }),
  state: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('local'), directory: z.string().min(1, 'a folder, relative to the repository') }),
    z.strictObject({ kind: z.literal('s3'), bucket, key: z.string().min(1, 'a prefix'), region: region.optional() }),
  ]),
  functions: z.strictObject({
    memoryMegabytes: integer(128, 10_240, 'mebibytes'),
    timeoutSeconds: integer(1, 900, 'seconds'),
    logRetentionDays: z.literal(LOG_RETENTION_DAYS, `one of ${LOG_RETENTION_DAYS.join(', ')}`),
  }),
});

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
    return `  ${place} is ${JSON.stringify(valueAt(deployments, issue.path))}; allowed: ${issue.message}`;
  });
  throw new ScriptsError('deployments-invalid', `deployments.ts is not right:\n${problems.join('\n')}`);
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root);
}
