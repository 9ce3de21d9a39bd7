import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A function that asks its client for endpoints that it has discovered: one that is known, one that has expired, one that was dropped. */
export const handler = async () => {
  const { endpointCache } = new DynamoDBClient({ region: 'eu-central-1' }).config;
  endpointCache.set('known', [{ Address: 'one.example.com', CachePeriodInMinutes: 1 }]);
  endpointCache.set('expired', [{ Address: 'two.example.com', CachePeriodInMinutes: 0 }]);
  endpointCache.set('dropped', [{ Address: 'three.example.com', CachePeriodInMinutes: 1 }]);
  endpointCache.delete('dropped');
  return ['known', 'expired', 'dropped', 'another'].map((key) => endpointCache.getEndpoint(key) ?? 'none').join();
};
