import { DeleteItemCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { runCompanion } from '../support/companion';
import { type CityItem, cityItems, cityKey, indexKeys } from './cities';
import { compareWithLog, type Losses, type WriterLog } from './compare-with-log';
import type { ContenderOptions } from './run-contender';

export interface LiveWriterOptions extends Pick<ContenderOptions, 'configuration' | 'tableName'> {
  /** Cities that are in the table when it begins. */
  items: number;
}

export type LiveWriterResult = Losses & Record<'updates' | 'additions' | 'deletions', number>;

/** Each has cities of its own, and writes one at a time: of two writes of a city it is known which was the later. */
const WORKERS = 2;

/**
 * A process that uses the table as a live application does, while somebody else changes it: mostly updates, of seven writes
 * one addition and one deletion. At its end it compares the table with its log of acknowledged writes.
 */
async function start({ configuration, tableName, items }: LiveWriterOptions) {
  const client = new DynamoDBClient(configuration);
  const cities = [...cityItems(items)];
  const log: WriterLog = new Map();
  const counts = { updates: 0, additions: 0, deletions: 0 };
  let isEnding = false;

  const work = async (worker: number): Promise<void> => {
    const own = cities.filter((_, index) => index % WORKERS === worker);
    for (let turn = 0; !isEnding && own.length > 0; turn += 1) {
      // Bigger than any city, and another one each time: the state of an item tells which write it is from.
      const population = 100_000_000 + turn * WORKERS + worker;
      if (turn % 7 === 5) await add({ ...pick(own), ...cityKey(`new-${population}`), population });
      else if (turn % 7 === 6) await remove(take(own));
      else await update({ ...pick(own), population });
    }
  };

  const update = async (city: CityItem): Promise<void> => {
    const { gsi1pk, gsi1sk } = indexKeys(city.country, city.population);
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: marshall({ pk: city.pk, sk: city.sk }),
        UpdateExpression: 'SET population = :population, gsi1pk = :gsi1pk, gsi1sk = :gsi1sk',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: marshall({ ':population': city.population, ':gsi1pk': gsi1pk, ':gsi1sk': gsi1sk }),
      }),
    );
    log.set(city.pk, city.population);
    counts.updates += 1;
  };

  const add = async (city: CityItem): Promise<void> => {
    const item = { ...city, ...indexKeys(city.country, city.population) };
    await client.send(new PutItemCommand({ TableName: tableName, Item: marshall(item) }));
    log.set(city.pk, city.population);
    counts.additions += 1;
  };

  const remove = async ({ pk, sk }: CityItem): Promise<void> => {
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: marshall({ pk, sk }) }));
    log.set(pk, 'deleted');
    counts.deletions += 1;
  };

  const workers = Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)));
  return {
    ready: {},
    finish: async (): Promise<LiveWriterResult> => {
      isEnding = true;
      await workers;
      const losses = await compareWithLog({ client, tableName }, log);
      client.destroy();
      return { ...losses, ...counts };
    },
  };
}

const anyOf = (list: readonly unknown[]): number => Math.floor(Math.random() * list.length);

const pick = (cities: readonly CityItem[]): CityItem => cities[anyOf(cities)] as CityItem;

/** A city that is deleted is no longer updated. */
const take = (cities: CityItem[]): CityItem => cities.splice(anyOf(cities), 1)[0] as CityItem;

void runCompanion(start);
