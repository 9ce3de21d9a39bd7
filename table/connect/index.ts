export { type ConnectOptions, connect, getTableName } from './connect';
export { connectTable } from './connect-table';
