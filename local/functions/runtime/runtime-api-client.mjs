import http from 'node:http';

/**
 * @typedef {object} Invocation
 * @property {string} requestId
 * @property {string} functionArn
 * @property {string} traceId
 * @property {number} deadline milliseconds since the epoch
 * @property {string} body the event, JSON
 */

/**
 * Speaks Lambda's Runtime API: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 * A connection that breaks means that the runner is gone, and so is the reason for this process: it ends.
 *
 * @param {string} address host, port and path before the version
 */
export function createRuntimeApiClient(address) {
  // An idle connection does not keep the event loop busy, so "the event loop is empty" is the function's own state.
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const base = `http://${address}/2018-06-01/runtime`;

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} [body]
   * @returns {Promise<{ headers: http.IncomingHttpHeaders, body: string }>}
   */
  const call = (method, path, body) =>
    new Promise((resolve) => {
      const end = () => process.exit(1);
      const headers = {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body ?? ''),
        'Groundwork-Max-Resident-Kilobytes': process.resourceUsage().maxRSS,
      };
      const request = http.request(`${base}${path}`, { method, agent, headers }, (response) => {
        /** @type {Buffer[]} */
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', end);
        response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
      });
      request.on('error', end);
      request.end(body);
    });

  return {
    /** @returns {Promise<Invocation>} */
    async next() {
      const { headers, body } = await call('GET', '/invocation/next');
      return {
        requestId: String(headers['lambda-runtime-aws-request-id']),
        functionArn: String(headers['lambda-runtime-invoked-function-arn']),
        traceId: String(headers['lambda-runtime-trace-id']),
        deadline: Number(headers['lambda-runtime-deadline-ms']),
        body,
      };
    },
    /** @param {string} requestId @param {string} body */
    sendResponse: (requestId, body) => call('POST', `/invocation/${requestId}/response`, body),
    /** @param {string} requestId @param {string} body */
    sendError: (requestId, body) => call('POST', `/invocation/${requestId}/error`, body),
    /** @param {string} body */
    sendInitError: (body) => call('POST', '/init/error', body),
  };
}
