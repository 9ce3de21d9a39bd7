import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { companyEntity } from '../../../../table/entities/company';
import { refuseUnknown, withKnownAttributes } from '../../../../table/foundation/refuse-unknown';
import { createTable } from '../../../../table/table';

test('what is known is taken', () => {
  expect(() => refuseUnknown({ name: 'Acme' }, ['name', 'description'])).not.toThrow();
});

test('what is not known is refused by name', () => {
  expect(() => refuseUnknown({ name: 'Acme', colour: 'red', size: 1 }, ['name', 'description'])).toThrow(
    expect.objectContaining({
      code: 'unknown-attribute',
      message: 'There is no attribute colour, size here. Give name, description.',
    }),
  );
});

test('an entity refuses what its schema does not have', async () => {
  const put = companyEntity(createTable('test')).build(PutItemCommand);
  const misspelt = { name: 'Acme', descripton: 'Anvils' };
  await expect(withKnownAttributes(async () => put.item(misspelt).params())).rejects.toMatchObject({
    name: 'TableError',
    code: 'unknown-attribute',
    message: expect.stringContaining('descripton'),
  });
});
