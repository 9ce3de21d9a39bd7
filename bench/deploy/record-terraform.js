// Required ahead of a deploy (NODE_OPTIONS): appends to the file that GROUNDWORK_BENCH_TERRAFORM names a line of JSON for
// each run of Terraform, with the milliseconds since 1970 at its start and at its end.
const { appendFileSync } = require('node:fs');
const path = require('node:path');
const { subscribe } = require('node:diagnostics_channel');

const { GROUNDWORK_BENCH_TERRAFORM: file, TERRAFORM_BINARY_NAME: terraform = 'terraform' } = process.env;

const now = () => performance.timeOrigin + performance.now();

if (file) {
  // https://nodejs.org/api/diagnostics_channel.html#child-process
  subscribe('child_process', (message) => {
    const start = now();
    const { process: child } = /** @type {{ process: import('node:child_process').ChildProcess }} */ (message);
    child.once('exit', () => {
      if (path.basename(child.spawnfile) !== path.basename(terraform)) return;
      appendFileSync(file, `${JSON.stringify({ start, end: now() })}\n`);
    });
  });
}
