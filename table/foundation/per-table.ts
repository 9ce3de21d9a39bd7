import type { Table } from '../table';

/** Makes what belongs to a table when it is first asked for, and once: building an entity's schema takes its time. */
export function perTable<Thing>(make: (table: Table) => Thing): (table: Table) => Thing {
  const made = new WeakMap<Table, Thing>();
  return (table) => {
    const known = made.get(table) ?? make(table);
    made.set(table, known);
    return known;
  };
}
