import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ACCESS_PATTERNS } from '../../../table/model';
import { createTable } from '../../../table/table';
import { exercises } from '../../support/exercise-access-patterns';
import { createTestTable, type TestTable } from '../../support/test-table';
import { matches, type RecordedRequest, recordRequests } from './support/record-requests';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

test.each(ACCESS_PATTERNS.map((pattern) => [pattern.name, pattern] as const))(
  '%s makes the requests that its description says, all of them and no other',
  async (name, { requests }) => {
    const made = await exercise(name);
    const undescribed = made.filter((request) => !requests.some((described) => matches(request, described)));
    const notMade = requests.filter((described) => !made.some((request) => matches(request, described)));
    expect({ undescribed, notMade }).toEqual({ undescribed: [], notMade: [] });
  },
);

test('every exercise is one of an access pattern', () => {
  expect(Object.keys(exercises).sort()).toEqual(ACCESS_PATTERNS.map(({ name }) => name).sort());
});

async function exercise(name: string): Promise<RecordedRequest[]> {
  const client = new DynamoDBClient();
  try {
    const requests = recordRequests(client);
    await exercises[name]?.(createTable(testTable.name, DynamoDBDocumentClient.from(client)), testTable.table);
    return requests;
  } finally {
    client.destroy();
  }
}
