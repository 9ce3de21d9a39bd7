import {
  ListTagsOfResourceCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { forgetTags, readMemory, remember } from './memory';
import type { Setting, Situation } from './setting';

/** Tags by key. */
type Tags = Record<string, string>;

/** The table's tags: those that are declared, and any that others gave it. */
export const tags: Setting = {
  name: 'tags',
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html
  remedy:
    'A table has at most 50 tags, those of others included. Put tags right in deployments.ts, then run yarn bootstrap again.',
  plan: async (situation) => {
    const wanted = situation.settings.tags ?? {};
    const current = await readTags(situation);
    const changed = Object.keys(wanted).filter((key) => current[key] !== wanted[key]);
    const abandoned = await findAbandoned(situation, wanted, current);
    const removed = abandoned.filter((key) => Object.hasOwn(current, key));
    if (changed.length === 0 && removed.length === 0) return undefined;
    return {
      from: describeTags(current, [...changed, ...removed]),
      to: describeTags(wanted, changed),
      apply: async () => {
        await setTags(situation, pick(wanted, changed));
        await removeTags(situation, removed);
        await forgetTags(situation, abandoned);
        return undefined;
      },
    };
  },
};

/** A record of tags in the words of DynamoDB. */
const toTagList = (record: Tags): Tag[] => Object.entries(record).map(([Key, Value]) => ({ Key, Value }));

async function readTags({ client, table }: Situation): Promise<Tags> {
  const found: Tags = {};
  let token: string | undefined;
  do {
    const page = await client.send(new ListTagsOfResourceCommand({ ResourceArn: table.TableArn, NextToken: token }));
    for (const { Key = '', Value = '' } of page.Tags ?? []) found[Key] = Value;
    token = page.NextToken;
  } while (token);
  return found;
}

/** Keys that Groundwork set and nobody declares any more. Without a tag that is not declared nothing is read. */
async function findAbandoned(situation: Situation, wanted: Tags, current: Tags): Promise<string[]> {
  if (Object.keys(current).every((key) => Object.hasOwn(wanted, key))) return [];
  const { tagKeys } = await readMemory(situation);
  return tagKeys.filter((key) => !Object.hasOwn(wanted, key));
}

/** Remembers them first: a run that ends in between shall leave no tag that nobody removes. */
async function setTags(situation: Situation, added: Tags): Promise<void> {
  const tagKeys = Object.keys(added);
  if (tagKeys.length === 0) return;
  await remember(situation, { tagKeys });
  await situation.client.send(
    new TagResourceCommand({ ResourceArn: situation.table.TableArn, Tags: toTagList(added) }),
  );
}

async function removeTags({ client, table }: Situation, keys: string[]): Promise<void> {
  if (keys.length === 0) return;
  await client.send(new UntagResourceCommand({ ResourceArn: table.TableArn, TagKeys: keys }));
}

const pick = (record: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keys.includes(key)));

function describeTags(record: Tags, keys: readonly string[]): string {
  const shown = Object.entries(pick(record, keys)).map(([key, value]) => `${key}=${value}`);
  return shown.sort().join(', ') || 'none';
}
