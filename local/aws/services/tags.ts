import { z } from 'zod';

/** Tags by key. */
export type Tags = Record<string, string>;

/** A map from keys to values, as Lambda, CloudWatch Logs and API Gateway send tags. */
export const tagMap = z.record(z.string(), z.string());

/** A list of keys and values, as IAM sends tags. */
export const tagList = z
  .array(z.strictObject({ Key: z.string(), Value: z.string() }))
  .transform((list): Tags => Object.fromEntries(list.map(({ Key, Value }) => [Key, Value])));

/** The tags as the list that IAM answers with. */
export function toTagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags without those of the given keys. */
export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}
