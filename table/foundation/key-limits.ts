/** Bytes of UTF-8 that DynamoDB takes in a partition key: "Service, account, and table quotas", Partition key length. */
export const PARTITION_KEY_BYTES = 2048;

/** Bytes of UTF-8 that DynamoDB takes in a sort key: the same page, Sort key length. */
export const SORT_KEY_BYTES = 1024;
