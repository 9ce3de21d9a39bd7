import { startDynamodb } from './dynamodb';

/** Jest runs a setup file once, however many projects name it: each way of starting DynamoDB Local has its own. */
export default (): Promise<void> => startDynamodb('docker');
