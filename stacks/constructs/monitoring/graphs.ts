import type { Graph } from './metric';
import { functionMetrics, httpApiMetrics, queueMetrics, tableMetrics } from './metrics';

/** How much a function is called, how that ends, and how long it takes. */
export function functionGraphs(functionName: string): Graph[] {
  const { invocations, errors, throttles, duration, longestDuration } = functionMetrics(functionName);
  return [
    { title: `${functionName}: invocations`, metrics: [invocations, errors, throttles] },
    { title: `${functionName}: duration (ms)`, metrics: [duration, longestDuration] },
  ];
}

/** How much an HTTP API is called, how it answers, and how long that takes. */
export function httpApiGraphs(name: string, apiId: string): Graph[] {
  const { requests, clientErrors, serverErrors, latency } = httpApiMetrics(apiId);
  return [
    { title: `${name}: requests`, metrics: [requests, clientErrors, serverErrors] },
    { title: `${name}: latency (ms)`, metrics: [latency] },
  ];
}

/** How far a function lags behind its stream, and what it has given up. */
export function streamGraphs(functionName: string, deadLetterQueueName: string): Graph[] {
  return [
    { title: `${functionName}: iterator age (ms)`, metrics: [functionMetrics(functionName).iteratorAge] },
    { title: `${functionName}: dead letters`, metrics: [queueMetrics(deadLetterQueueName).visibleMessages] },
  ];
}

/** What a table is used for, and what it refuses. */
export function tableGraphs(tableName: string): Graph[] {
  const { readUnits, writeUnits, readThrottles, writeThrottles } = tableMetrics(tableName);
  return [
    { title: `${tableName}: consumed units`, metrics: [readUnits, writeUnits] },
    { title: `${tableName}: throttles`, metrics: [readThrottles, writeThrottles] },
  ];
}
