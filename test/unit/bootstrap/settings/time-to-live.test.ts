import { type Body, fault } from './endpoint';
import { type FakeTable, fakeTable, stopFakeTables } from './settle';

afterEach(stopFakeTables);

/** AWS's time to live: its content checks come first, then one change in an hour, of which the test has no more. */
async function tableOfAws(attribute: string | undefined, changesLeft: number): Promise<FakeTable> {
  let current = attribute;
  let left = changesLeft;
  const table = await fakeTable({
    UpdateTable: ({ DeletionProtectionEnabled }) => {
      Object.assign(table.description, { DeletionProtectionEnabled });
      return {};
    },
    DescribeTimeToLive: () => ({
      TimeToLiveDescription: current
        ? { TimeToLiveStatus: 'ENABLED', AttributeName: current }
        : { TimeToLiveStatus: 'DISABLED' },
    }),
    UpdateTimeToLive: ({ TimeToLiveSpecification }) => {
      const { Enabled, AttributeName } = TimeToLiveSpecification as Body;
      if (Enabled && current) throw fault('ValidationException', 'TimeToLive is active on a different AttributeName');
      if (left-- <= 0) {
        throw fault('ValidationException', 'Time to live has been modified multiple times within a fixed interval');
      }
      current = Enabled ? String(AttributeName) : undefined;
      return {};
    },
  });
  return table;
}

test('it is switched on, and off', async () => {
  const table = await tableOfAws(undefined, 2);
  await table.settle({ timeToLive: 'expires' });
  await expect(table.settle({ timeToLive: 'expires' })).resolves.toEqual([]);
  await table.settle({ timeToLive: false });
  expect(table.printed).toEqual(['timeToLive: off → expires', 'timeToLive: expires → off']);
});

test('a second change within an hour is refused in words, with what stands and what to do', async () => {
  const table = await tableOfAws(undefined, 0);
  await expect(table.settle({ timeToLive: 'expires' })).rejects.toMatchObject({
    code: 'time-to-live-too-soon',
    message: expect.stringMatching(
      /^Table orders: timeToLive, off → expires: .* one change of a table's time to live an hour.* in an hour\.$/,
    ),
  });
});

test('another attribute takes two runs: the first switches the old one off and says when the new one can come', async () => {
  const table = await tableOfAws('old', 1);
  await expect(table.check({ timeToLive: 'new' })).resolves.toEqual([
    { setting: 'timeToLive', from: 'old', to: 'new (two changes, which AWS takes an hour apart)' },
  ]);
  await expect(table.settle({ timeToLive: 'new' })).rejects.toMatchObject({
    code: 'time-to-live-too-soon',
    message: expect.stringMatching(/^Table orders: timeToLive, off → new: /),
  });
  expect(table.printed).toEqual(['timeToLive: old → off']);
  await expect(table.check({ timeToLive: 'new' })).resolves.toEqual([
    { setting: 'timeToLive', from: 'off', to: 'new' },
  ]);
});

test('the refusal keeps no other setting from being settled', async () => {
  const table = await tableOfAws(undefined, 0);
  await expect(table.settle({ timeToLive: 'expires', deletionProtection: true })).rejects.toMatchObject({
    code: 'time-to-live-too-soon',
  });
  expect(table.printed).toEqual(['deletionProtection: off → on']);
});
