import { z } from 'zod';
import { tagMap } from '../../tags';
import { parseFilterPattern } from './filter-pattern';

const unsupported = 'is not supported by the local stand-in for AWS';

const pattern = z.string().transform((text) => {
  parseFilterPattern(text);
  return text;
});

const queueArn = z
  .string()
  .regex(
    /^arn:aws:sqs:[^:]+:\d{12}:[^:]+$/,
    'the local stand-in for AWS sends discarded batches to queues of SQS only',
  );

/**
 * What may be sent when a mapping is made and when it is changed. Limits: CreateEventSourceMapping in the Lambda API
 * reference, for DynamoDB streams; "up to five filters" in the developer guide.
 */
const fields = {
  BatchSize: z.number().int().min(1).max(10_000),
  MaximumBatchingWindowInSeconds: z.number().int().min(0).max(300),
  BisectBatchOnFunctionError: z.boolean(),
  MaximumRetryAttempts: z.number().int().min(-1).max(10_000),
  MaximumRecordAgeInSeconds: z.literal(-1).or(z.number().int().min(60).max(604_800)),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).max(1),
  FilterCriteria: z
    .strictObject({
      Filters: z
        .array(z.strictObject({ Pattern: pattern }))
        .max(5)
        .optional(),
    })
    .transform(({ Filters = [] }) => ({ Filters })),
  DestinationConfig: z.strictObject({
    OnFailure: z
      .strictObject({ Destination: z.union([queueArn, z.literal('')]).optional() })
      .transform(({ Destination }) => (Destination ? { Destination } : undefined))
      .optional(),
  }),
};

/** Those that may be sent as long as they say what is so anyway. */
const inertFields = {
  ParallelizationFactor: z.literal(1, `other than 1 ${unsupported}`).optional(),
  TumblingWindowInSeconds: z.literal(0, unsupported).optional(),
  KMSKeyArn: z.literal('', unsupported).optional(),
};

export const createMappingInput = z.strictObject({
  ...inertFields,
  EventSourceArn: z
    .string()
    .regex(
      /^arn:aws:dynamodb:[^:]+:\d{12}:table\/[^/]+\/stream\/.+$/,
      'the local stand-in for AWS reads streams of DynamoDB only (arn:aws:dynamodb:<region>:<account>:table/<table>/stream/<label>)',
    ),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  StartingPosition: z.enum(
    ['TRIM_HORIZON', 'LATEST'],
    'a stream of DynamoDB is read from TRIM_HORIZON or LATEST; AT_TIMESTAMP is for Kinesis',
  ),
  Tags: tagMap.default({}),
  BatchSize: fields.BatchSize.default(100),
  MaximumBatchingWindowInSeconds: fields.MaximumBatchingWindowInSeconds.default(0),
  BisectBatchOnFunctionError: fields.BisectBatchOnFunctionError.default(false),
  MaximumRetryAttempts: fields.MaximumRetryAttempts.default(-1),
  MaximumRecordAgeInSeconds: fields.MaximumRecordAgeInSeconds.default(-1),
  FunctionResponseTypes: fields.FunctionResponseTypes.default([]),
  FilterCriteria: fields.FilterCriteria.default({ Filters: [] }),
  DestinationConfig: fields.DestinationConfig.default({}),
});

/** The same for UpdateEventSourceMapping: what is absent stays as it was. Stream and starting position cannot be changed. */
export const updateMappingInput = z
  .strictObject({ ...inertFields, ...fields, FunctionName: z.string(), Enabled: z.boolean() })
  .partial();

/** How a mapping feeds its function, in the API's own names. */
export type MappingSettings = Pick<z.output<typeof createMappingInput>, keyof typeof fields>;

/** Of the input, what is kept as settings. */
export function settingsOf(input: MappingSettings): MappingSettings {
  const names = Object.keys(fields) as (keyof MappingSettings)[];
  return Object.fromEntries(names.map((name) => [name, input[name]])) as MappingSettings;
}
