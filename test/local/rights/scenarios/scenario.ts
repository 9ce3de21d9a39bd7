import type { Table } from '../../../../table/table';

/**
 * Makes every kind of request that an access pattern describes.
 *
 * @param table with the rights of the function's role: for the access pattern itself
 * @param owner with all rights: for what has to be there before
 */
export type Scenario = (table: Table, owner: Table) => Promise<unknown>;
