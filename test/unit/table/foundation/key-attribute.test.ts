import { Entity } from 'dynamodb-toolbox/entity';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { $remove } from 'dynamodb-toolbox/entity/actions/update/symbols';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { TableError } from '../../../../table/errors';
import { keyAttribute } from '../../../../table/foundation/key-attribute';
import { type KeyTemplate, keyTemplate } from '../../../../table/foundation/key-template';
import { createTable } from '../../../../table/table';

const attributes = item({
  id: string().key(),
  name: string().optional(),
  status: string().optional(),
  city: string().optional(),
});

/** An order whose index keys are made of its key alone, and of two attributes that it may have or not. */
const order = new Entity({
  name: 'Order',
  table: createTable('test'),
  schema: attributes.and({
    gsi1pk: keyAttribute(keyTemplate('order#{id}'), attributes),
    gsi1sk: keyAttribute(keyTemplate('status#{status}#{city}'), attributes),
  }),
  timestamps: false,
  computeKey: ({ id }) => ({ pk: `order#${id}`, sk: 'order#' }),
});

const put = (values: { status?: string; city?: string }) =>
  order
    .build(PutItemCommand)
    .item({ id: '1', ...values })
    .params().Item;

/** The update with its placeholders resolved: what is set, and what is removed. */
function update(changes: Parameters<UpdateItemCommand<typeof order>['item']>[0]) {
  const { UpdateExpression = '', ...rest } = order.build(UpdateItemCommand).item(changes).params();
  const names: Record<string, string> = rest.ExpressionAttributeNames ?? {};
  const values: Record<string, unknown> = rest.ExpressionAttributeValues ?? {};
  return UpdateExpression.replaceAll(/#\w+/g, (name) => names[name] ?? name).replaceAll(/:\w+/g, (name) =>
    String(values[name]),
  );
}

test('a put writes the keys of the index', () => {
  expect(put({ status: 'open', city: 'Ulm' })).toMatchObject({ gsi1pk: 'order#1', gsi1sk: 'status#open#Ulm' });
});

test('an item without any of the parts is not in the index', () => {
  expect(put({})).not.toHaveProperty('gsi1sk');
});

test('an update writes the key anew', () => {
  expect(update({ id: '1', status: 'closed', city: 'Bonn' })).toContain('gsi1sk = status#closed#Bonn');
  expect(update({ id: '1', status: 'closed', city: 'Bonn' })).toContain('gsi1pk = order#1');
});

test('an update of something else leaves the key as it is', () => {
  expect(update({ id: '1', name: 'Renamed' })).not.toContain('gsi1sk');
});

test('an update that removes one of the parts removes the key', () => {
  expect(update({ id: '1', status: $remove() })).toMatch(/REMOVE .*gsi1sk/);
});

test.each([
  ['put', () => put({ status: 'open' })],
  ['update', () => update({ id: '1', status: 'closed' })],
])('a %s with a part of the parts is refused', (_kind, write) => {
  expect(write).toThrow(expect.objectContaining({ name: 'TableError', code: 'incomplete-key' }));
});

test('a part that is no attribute is refused when the schema is made, with the attributes that there are', () => {
  // As of a template whose parts the compiler doesn't know, and so can't refuse.
  const misspelt: KeyTemplate = keyTemplate('status#{status}#{town}');

  expect(() => keyAttribute(misspelt, attributes)).toThrow(
    expect.objectContaining({
      name: 'TableError',
      code: 'unknown-part',
      message:
        'The key status#{status}#{town} has the part town, and there is no such attribute. There are: id, name, status, city.',
    }),
  );
});

test('the compiler refuses a part that is no attribute', () => {
  // @ts-expect-error: there is no attribute `town`
  expect(() => keyAttribute(keyTemplate('status#{town}'), attributes)).toThrow(TableError);
});
