import { fault } from './endpoint';
import { fakeTable, stopFakeTables } from './settle';

afterEach(stopFakeTables);

/** A table's continuous backups, whose change takes effect only after some more reads. */
function backups({ unavailableTimes = 0, readsUntilInEffect = 0 } = {}) {
  let status = 'DISABLED';
  let wanted = status;
  let reads = 0;
  let refusals = unavailableTimes;
  return {
    DescribeContinuousBackups: () => {
      if (wanted !== status && reads++ >= readsUntilInEffect) status = wanted;
      return {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
        },
      };
    },
    UpdateContinuousBackups: (input: Record<string, unknown>) => {
      if (refusals-- > 0) throw fault('ContinuousBackupsUnavailableException', 'Backups are being enabled');
      const { PointInTimeRecoveryEnabled: on } = input.PointInTimeRecoverySpecification as Record<string, boolean>;
      wanted = on ? 'ENABLED' : 'DISABLED';
      return {};
    },
  };
}

test('it is switched on, and then stays as it is without another request to change it', async () => {
  const table = await fakeTable(backups());
  await expect(table.settle({ pointInTimeRecovery: true })).resolves.toEqual([
    { setting: 'pointInTimeRecovery', from: 'off', to: 'on' },
  ]);
  const before = table.operations.length;
  await expect(table.settle({ pointInTimeRecovery: true })).resolves.toEqual([]);
  expect(table.operations.slice(before)).toEqual(['DescribeContinuousBackups']);
});

test('it is switched off', async () => {
  const table = await fakeTable(backups());
  await table.settle({ pointInTimeRecovery: true });
  await table.settle({ pointInTimeRecovery: false });
  expect(table.printed).toEqual(['pointInTimeRecovery: off → on', 'pointInTimeRecovery: on → off']);
});

test('a table that has just been made is asked again until its backups are ready', async () => {
  const table = await fakeTable(backups({ unavailableTimes: 3 }));
  await table.settle({ pointInTimeRecovery: true });
  expect(table.printed).toEqual(['pointInTimeRecovery: off → on']);
  expect(table.operations.filter((operation) => operation === 'UpdateContinuousBackups')).toHaveLength(4);
});

test('it counts as changed only when it is in effect', async () => {
  const table = await fakeTable(backups({ readsUntilInEffect: 3 }));
  await table.settle({ pointInTimeRecovery: true });
  const afterUpdate = table.operations.slice(table.operations.indexOf('UpdateContinuousBackups') + 1);
  expect(afterUpdate).toEqual(Array.from({ length: 4 }, () => 'DescribeContinuousBackups'));
});

test('a table whose backups never become ready is an error that says what is missing', async () => {
  const table = await fakeTable(backups({ unavailableTimes: Number.POSITIVE_INFINITY }));
  await expect(table.settle({ pointInTimeRecovery: true }, { timeoutMilliseconds: 300 })).rejects.toMatchObject({
    code: 'control-plane-busy',
    message: expect.stringMatching(
      /^Table orders: pointInTimeRecovery, off → on: .*ContinuousBackupsUnavailableException.* Run the command again/,
    ),
  });
  expect(table.printed).toEqual([]);
});

test('a change that does not come into effect is an error that says so', async () => {
  const table = await fakeTable(backups({ readsUntilInEffect: Number.POSITIVE_INFINITY }));
  await expect(table.settle({ pointInTimeRecovery: true }, { timeoutMilliseconds: 100 })).rejects.toMatchObject({
    code: 'wait-timeout',
    message: expect.stringMatching(/^Table orders: pointInTimeRecovery, off → on: not in effect yet/),
  });
});
