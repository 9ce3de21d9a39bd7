import type { Metric } from './metric';

/** Of a function. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionMetrics(functionName: string) {
  const metric = metricsOf('AWS/Lambda', { FunctionName: functionName });
  return {
    invocations: metric('Invocations', 'Sum'),
    /** It threw, ran out of time or memory, or could not be started. */
    errors: metric('Errors', 'Sum'),
    throttles: metric('Throttles', 'Sum'),
    /** Milliseconds. */
    duration: metric('Duration', 'Average'),
    longestDuration: metric('Duration', 'Maximum'),
    /** How old the last record of a batch was when it was read, in milliseconds: how far the function lags behind. */
    iteratorAge: metric('IteratorAge', 'Maximum'),
  };
}

/** Of an HTTP API. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export function httpApiMetrics(apiId: string) {
  const metric = metricsOf('AWS/ApiGateway', { ApiId: apiId });
  return {
    requests: metric('Count', 'Sum'),
    clientErrors: metric('4xx', 'Sum'),
    serverErrors: metric('5xx', 'Sum'),
    /** Milliseconds. */
    latency: metric('Latency', 'Average'),
  };
}

/** Of a queue. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function queueMetrics(queueName: string) {
  const metric = metricsOf('AWS/SQS', { QueueName: queueName });
  return { visibleMessages: metric('ApproximateNumberOfMessagesVisible', 'Maximum') };
}

/** Of a table. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export function tableMetrics(tableName: string) {
  const metric = metricsOf('AWS/DynamoDB', { TableName: tableName });
  return {
    readUnits: metric('ConsumedReadCapacityUnits', 'Sum'),
    writeUnits: metric('ConsumedWriteCapacityUnits', 'Sum'),
    readThrottles: metric('ReadThrottleEvents', 'Sum'),
    writeThrottles: metric('WriteThrottleEvents', 'Sum'),
  };
}

const metricsOf =
  (namespace: string, dimensions: Metric['dimensions']) =>
  (name: string, statistic: Metric['statistic']): Metric => ({ namespace, name, statistic, dimensions });
