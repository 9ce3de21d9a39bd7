/** The two ways to start DynamoDB Local. */
export type Kind = 'docker' | 'java';

/** Carries an endpoint from Jest's own process to its workers. */
export const endpointVariable = (kind: Kind): string => `TEST_DYNAMODB_ENDPOINT_${kind.toUpperCase()}`;
