import type { Graph } from './metric';
import { functionMetrics, httpApiMetrics, queueMetrics, tableMetrics } from './metrics';

export function functionGraphs(functionName: string): Graph[] {
  const { invocations, errors, throttles, duration, longestDuration } = functionMetrics(functionName);
  return [
    { title: `${functionName}: invocations`, metrics: [invocations, errors, throttles] },
    { title: `${functionName}: duration (ms)`, metrics: [duration, longestDuration] },
  ];
}

export function httpApiGraphs(name: string, apiId: string): Graph[] {
  const { requests, clientErrors, serverErrors, latency } = httpApiMetrics(apiId);
  return [
    { title: `${name}: requests`, metrics: [requests, clientErrors, serverErrors] },
    { title: `${name}: latency (ms)`, metrics: [latency] },
  ];
}

export function streamGraphs(functionName: string, deadLetterQueueName: string): Graph[] {
  return [
    { title: `${functionName}: iterator age (ms)`, metrics: [functionMetrics(functionName).iteratorAge] },
    { title: `${functionName}: dead letters`, metrics: [queueMetrics(deadLetterQueueName).visibleMessages] },
  ];
}

export function tableGraphs(tableName: string): Graph[] {
  const { readUnits, writeUnits, readThrottles, writeThrottles } = tableMetrics(tableName);
  return [
    { title: `${tableName}: consumed units`, metrics: [readUnits, writeUnits] },
    { title: `${tableName}: throttles`, metrics: [readThrottles, writeThrottles] },
  ];
}
