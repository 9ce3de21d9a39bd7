import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { followLog } from '../../../../stacks/terraform/follow-log';

describe('followLog', () => {
  let directory: string;
  let file: string;
  let lines: string[];

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'follow-log-'));
    file = path.join(directory, 'log');
    lines = [];
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('passes on whole lines as they are written, from the given position', async () => {
    writeFileSync(file, 'before\n');
    let stop = () => {};
    const arrived = new Promise<void>((resolve) => {
      stop = followLog(file, 'before\n'.length, (line) => {
        lines.push(line);
        if (line === 'second') resolve();
      });
    });
    appendFileSync(file, 'first\nsec');
    appendFileSync(file, 'ond\n');
    await arrived;
    stop();
    expect(lines).toEqual(['first', 'second']);
  });

  test('at its end passes on what is there, the last line without its break too', () => {
    writeFileSync(file, '');
    const stop = followLog(file, 0, (line) => lines.push(line));
    appendFileSync(file, 'first\n\nlast');
    stop();
    expect(lines).toEqual(['first', '', 'last']);
  });

  test('takes lines and characters together that it reads in parts', () => {
    const long = 'ü練'.repeat(50_000);
    writeFileSync(file, `x${long}\nnext\n`);
    followLog(file, 0, (line) => lines.push(line))();
    expect(lines).toEqual([`x${long}`, 'next']);
  });
});
