import { z } from 'zod';

const messageAttribute = z.strictObject({
  DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/),
  StringValue: z.string().optional(),
  /** Base64. */
  BinaryValue: z.string().optional(),
});

/** A message's attributes by name, as SQS and SNS are sent them. */
export const messageAttributes = z.record(z.string(), messageAttribute);

export type MessageAttributes = z.output<typeof messageAttributes>;
