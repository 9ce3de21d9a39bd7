import { $remove, type REMOVE } from 'dynamodb-toolbox/entity/actions/update/symbols';

type WithRemovals<Changes> = {
  [Name in keyof Changes]: null extends Changes[Name] ? Exclude<Changes[Name], null> | REMOVE : Changes[Name];
};

type WithoutNulls<Changes> = { [Name in keyof Changes]: Exclude<Changes[Name], null> };

/** Changes as DynamoDB-Toolbox takes them: null, which removes an attribute, is a symbol of its own there. */
export const withRemovals = <Changes extends object>(changes: Changes): WithRemovals<Changes> =>
  mapEntries(changes, ([name, change]) => [[name, change === null ? $remove() : change]]) as WithRemovals<Changes>;

/** An item after changes: what is null is gone, what is undefined stays as it was. */
export const applyChanges = <Item extends object, Changes extends object>(
  item: Item,
  changes: Changes,
): Item & WithoutNulls<Changes> =>
  mapEntries({ ...item, ...mapEntries(changes, (entry) => (entry[1] === undefined ? [] : [entry])) }, (entry) =>
    entry[1] === null ? [] : [entry],
  ) as Item & WithoutNulls<Changes>;

const mapEntries = (object: object, map: (entry: [string, unknown]) => [string, unknown][]): object =>
  Object.fromEntries(Object.entries(object).flatMap(map));
