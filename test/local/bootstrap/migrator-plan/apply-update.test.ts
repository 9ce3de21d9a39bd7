import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { applyUpdate } from '../../../../bootstrap/migrator/plan/apply-update';
import type { Item } from '../../../../bootstrap/migrator/plan/plain-item';
import { type Planning, startPlanning } from './planning';

let planning: Planning;

beforeAll(async () => {
  planning = await startPlanning();
});
afterAll(() => planning.remove());

const key: Item = { pk: { S: 'a' }, sk: { S: 'a' } };
const item: Item = { ...key, visits: { N: '3' }, title: { S: 'Ann' }, marks: { SS: ['a', 'b'] }, notes: { L: [] } };
const allNames = { '#set': 'title', '#new': 'fresh' };
const allValues: Item = {
  ':two': { N: '2' },
  ':set': { S: 'Eve' },
  ':ab': { SS: ['a', 'b'] },
  ':bc': { SS: ['b', 'c'] },
  ':list': { L: [{ S: 'y' }] },
};

test.each([
  'SET #set = :set',
  'set #new=:two ,visits = visits+:two',
  'SET visits = :two - visits',
  'SET #new = #set, #set = :set',
  'SET #new = if_not_exists(#new, :two) + :two',
  'SET visits = if_not_exists(visits, :two)',
  'SET notes = list_append(notes, :list), #new = list_append(if_not_exists(#new, :list), :list)',
  'ADD visits :two, #new :two',
  'ADD marks :bc, #new :bc',
  'DELETE marks :bc, #new :bc',
  'DELETE marks :ab',
  'REMOVE #set, #new SET marks = :ab ADD visits :two',
])('DynamoDB makes the same of %s', async (text) => {
  const { client, tableName: TableName } = planning;
  const names = only(allNames, text);
  const values = only(allValues, text);
  await client.send(new PutItemCommand({ TableName, Item: item }));

  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression: text,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValues: 'ALL_NEW',
    }),
  );

  expect(applyUpdate({ text, names: names ?? {}, values: values ?? {} }, key, item)).toEqual(Attributes);
});

/** The placeholders that the expression names: DynamoDB takes no others, and no empty list of them. */
function only<Value>(all: Record<string, Value>, text: string): Record<string, Value> | undefined {
  const named = Object.entries(all).filter(([placeholder]) => new RegExp(`${placeholder}\\b`).test(text));
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}
