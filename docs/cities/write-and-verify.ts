import { DeleteItemCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { scanItems } from '../../bootstrap/bulk/scan-items';
import { clientConfiguration } from '../../bootstrap/client-configuration';
import { deployments } from '../../deployments';
import { allCities, byCountry, type City, cityKey } from './cities';

/**
 * The application while its table is migrated: it counts visits of cities, corrects populations, adds cities and deletes
 * some, as fast as it can, and remembers what was acknowledged. Ctrl-C ends it; then it compares the table with that.
 */
async function main(): Promise<void> {
  const tableName = process.env.TABLE_NAME ?? 'cities';
  const client = new DynamoDBClient(clientConfiguration('local', deployments.local));
  const cities = [...allCities()];
  const expected = new Map<string, { visits: number; population: number }>();
  const deleted = new Set<string>();
  let isOver = false;
  process.once('SIGINT', () => {
    isOver = true;
  });
  process.stderr.write(`Writing to ${tableName}; Ctrl-C ends it, and compares.\n`);

  for (let count = 0; !isOver; count += 1) {
    const city = cities[Math.floor(Math.random() * cities.length)] as City;
    const { visits, population } = expected.get(city.pk) ?? { visits: 0, population: city.population };
    if (deleted.has(city.pk)) continue;
    if (count % 100 === 99) {
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: marshall(cityKey(city.pk.slice(5))) }));
      deleted.add(city.pk);
      expected.delete(city.pk);
    } else if (count % 100 === 49) {
      const added = { ...city, ...cityKey(`new-${count}`), population: count, visits: 0 };
      await client.send(
        new PutItemCommand({ TableName: tableName, Item: marshall({ ...added, ...byCountry(added) }) }),
      );
      expected.set(added.pk, { visits: 0, population: count });
    } else {
      const next = { visits: visits + 1, population: population + 1 };
      await client.send(update(tableName, { ...city, population: next.population }));
      expected.set(city.pk, next);
    }
  }
  await verify(client, tableName, expected, deleted);
}

/** As the new code writes: the keys of the index along with what they are made of. */
function update(tableName: string, city: City): UpdateItemCommand {
  const { gsi1pk, gsi1sk } = byCountry(city);
  return new UpdateItemCommand({
    TableName: tableName,
    Key: marshall({ pk: city.pk, sk: city.sk }),
    UpdateExpression: 'ADD visits :one SET population = :population, gsi1pk = :gsi1pk, gsi1sk = :gsi1sk',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: marshall({
      ':one': 1,
      ':population': city.population,
      ':gsi1pk': gsi1pk,
      ':gsi1sk': gsi1sk,
    }),
  });
}

interface Stored extends City {
  visits?: number;
  gsi1pk?: string;
  gsi1sk?: string;
}

async function verify(
  client: DynamoDBClient,
  tableName: string,
  expected: ReadonlyMap<string, { visits: number; population: number }>,
  deleted: ReadonlySet<string>,
): Promise<void> {
  const found = { cities: 0, lostWrites: 0, undoneDeletions: 0, withoutKeys: 0, withStaleKeys: 0 };
  const missing = new Set(expected.keys());
  for await (const city of scanItems<Stored>(client, tableName, { consistentRead: true })) {
    found.cities += 1;
    missing.delete(city.pk);
    const wanted = expected.get(city.pk);
    if (wanted && (city.visits !== wanted.visits || city.population !== wanted.population)) found.lostWrites += 1;
    if (deleted.has(city.pk)) found.undoneDeletions += 1;
    if (city.gsi1pk === undefined) found.withoutKeys += 1;
    else if (city.gsi1sk !== byCountry(city).gsi1sk) found.withStaleKeys += 1;
  }
  found.lostWrites += missing.size;
  process.stdout.write(`${JSON.stringify({ written: expected.size + deleted.size, ...found }, undefined, 2)}\n`);
  client.destroy();
}

void main();
