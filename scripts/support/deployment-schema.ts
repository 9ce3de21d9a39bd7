// Zod's former interface, which Zod 4 goes on shipping: it loads in a sixth of the time, and every command waits for it.
import { z } from 'zod/v3';
import type { Deployment } from '../../table/deployment';
import { deploymentConflicts } from './deployment-conflicts';
import { ScriptsError } from './errors';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const UNITS = 'a whole number of capacity units, from 1';
const TIME_TO_LIVE = 'the name of an attribute, 1 to 255 characters, or false';

const text = (pattern: RegExp, allowed: string) => z.string({ message: allowed }).regex(pattern, allowed);
const integer = (from: number, to: number, unit: string) => {
  const allowed = `a whole number of ${unit} from ${from} to ${to}`;
  return z.number({ message: allowed }).int(allowed).min(from, allowed).max(to, allowed);
};
const flag = z.boolean({ message: 'true or false' });
const oneOf = <First extends z.ZodTypeAny, Second extends z.ZodTypeAny>(
  allowed: string,
  first: First,
  second: Second,
) => z.union([first, second], { errorMap: () => ({ message: allowed }) });

const region = text(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'an AWS region, e.g. eu-central-1');

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const tableName = text(/^[a-zA-Z0-9_.-]{3,255}$/, '3 to 255 characters of a-z A-Z 0-9 . _ -');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucket = text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, '3 to 63 characters of a-z 0-9 . -');

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html */
const units = z.number({ message: UNITS }).int(UNITS).min(1, UNITS);

const timeToLiveAttribute = z.string().min(1, TIME_TO_LIVE).max(255, TIME_TO_LIVE);

/** An ARN of the key itself: DescribeTable gives that one, so an alias could not be compared with it. */
const kmsKeyArn = text(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]+$/,
  'the ARN of a KMS key, not of an alias',
);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html */
const TAG_KEY = /^(?!aws:)[\p{L}\p{N}\p{Z}_.:/=+@-]{1,128}$/iu;
const TAG_VALUE = /^[\p{L}\p{N}\p{Z}_.:/=+@-]{0,256}$/u;
const TAGS_PER_TABLE = 50;

const tags = z
  .record(
    text(TAG_KEY, 'a key of 1 to 128 letters, digits, spaces and _ . : / = + - @, which does not begin with aws:'),
    text(TAG_VALUE, 'a value of at most 256 letters, digits, spaces and _ . : / = + - @'),
  )
  .refine((record) => Object.keys(record).length <= TAGS_PER_TABLE, `at most ${TAGS_PER_TABLE} tags`);

const table = z
  .object({
    name: tableName,
    billing: oneOf(
      "'on-demand' or { readUnits, writeUnits }",
      z.literal('on-demand'),
      z.object({ readUnits: units, writeUnits: units }).strict(),
    ).optional(),
    pointInTimeRecovery: flag.optional(),
    deletionProtection: flag.optional(),
    timeToLive: oneOf(TIME_TO_LIVE, timeToLiveAttribute, z.literal(false)).optional(),
    stream: oneOf(
      'KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES or false',
      z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
      z.literal(false),
    ).optional(),
    encryption: oneOf(
      "'aws-owned', 'aws-managed' or { kmsKeyArn }",
      z.enum(['aws-owned', 'aws-managed']),
      z.object({ kmsKeyArn }).strict(),
    ).optional(),
    tableClass: z
      .enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS'], { message: 'STANDARD or STANDARD_INFREQUENT_ACCESS' })
      .optional(),
    tags: tags.optional(),
  })
  .strict();

const state = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('local'), directory: text(/./, 'a folder, relative to the repository') }).strict(),
    z
      .object({ kind: z.literal('s3'), bucket, key: text(/./, 'a prefix for the states'), region: region.optional() })
      .strict(),
  ],
  { errorMap: () => ({ message: "{ kind: 'local', directory } or { kind: 's3', bucket, key }" }) },
);

const retention = `one of ${LOG_RETENTION_DAYS.join(', ')}`;

const functions = z
  .object({
    memoryMegabytes: integer(128, 10_240, 'mebibytes'),
    timeoutSeconds: integer(1, 900, 'seconds'),
    logRetentionDays: z.number({ message: retention }).refine((days) => LOG_RETENTION_DAYS.includes(days), retention),
    sourceMap: flag.optional(),
  })
  .strict();

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html, but for FIFO topics: an alarm can't tell them. */
const alarmTopic = text(
  /^(arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:)?[a-zA-Z0-9_-]{1,256}$/,
  'the name of a topic, 1 to 256 characters of a-z A-Z 0-9 _ -, or the ARN of one',
);

const deployment: z.ZodType<Deployment> = z
  .object({
    region,
    accountId: text(/^\d{12}$/, 'twelve digits, as a string').optional(),
    table,
    state,
    functions,
    alarmTopic: alarmTopic.optional(),
  })
  .strict()
  .superRefine(refuseTopicElsewhere);

/** An alarm tells a topic of its own region only: CloudWatch takes another one, and fails when the alarm goes off. */
function refuseTopicElsewhere(declared: Pick<Deployment, 'region' | 'alarmTopic'>, context: z.RefinementCtx): void {
  const topicRegion = declared.alarmTopic?.split(':')[3];
  if (topicRegion === undefined || topicRegion === declared.region) return;
  context.addIssue({
    code: 'custom',
    path: ['alarmTopic'],
    message: `a topic in ${declared.region}, as the deployment`,
  });
}

/**
 * Each entry of `deployments.ts` is as it has to be, and no two are in each other's way.
 *
 * @throws {ScriptsError} `deployments-invalid`: every wrong field with its path, its value and what is allowed, else any
 *   two entries that share what each needs for itself
 */
export function validateDeployments(deployments: Record<string, unknown>): Record<string, Deployment> {
  const result = z.record(z.string(), deployment).safeParse(deployments, { errorMap: whereNothingElseSays });
  if (result.success) {
    const conflicts = deploymentConflicts(result.data);
    if (conflicts.length === 0) return result.data;
    throw notRight(conflicts);
  }
  const problems = result.error.issues.map((issue) => {
    const place = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') return `${place} has no field ${issue.keys.join(', ')}: remove it`;
    return `${place} is ${JSON.stringify(valueAt(deployments, issue.path))}; allowed: ${issue.message}`;
  });
  throw notRight(problems);
}

function notRight(problems: readonly string[]): ScriptsError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new ScriptsError('deployments-invalid', `deployments.ts is not right:\n${lines.join('\n')}`);
}

/** A field that has fields itself says nothing of what is allowed where it is missing or something else. */
const whereNothingElseSays: z.ZodErrorMap = (issue, context) => {
  const isObject = issue.code === 'invalid_type' && issue.expected === 'object';
  const isUnsaid = context.defaultError === z.defaultErrorMap(issue, context).message;
  return { message: isObject && isUnsaid ? 'an object with its fields (table/deployment.ts)' : context.defaultError };
};

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], root);
}
