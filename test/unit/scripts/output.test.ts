import { createOutput } from '../../../scripts/support/output';

let stdout: string;
let stderr: string;

beforeEach(() => {
  stdout = '';
  stderr = '';
  jest.useFakeTimers();
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  onTerminal(false);
  process.env.NO_COLOR = '1';
  delete process.env.FORCE_COLOR;
  delete process.env.TERM;
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

function onTerminal(isTTY: boolean): void {
  Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
}

/** Work that takes so long by the clock that `during` looks at. */
const working = (milliseconds: number) => async () => {
  await jest.advanceTimersByTimeAsync(milliseconds);
  return 'result';
};

const plain = { json: false, quiet: false };

describe('what a person reads', () => {
  test('goes to stderr, line by line', () => {
    const { say, warn } = createOutput(plain);

    say('one');
    say();
    warn('two');

    expect([stdout, stderr]).toEqual(['', 'one\n\ntwo\n']);
  });

  test('is, with --quiet, warnings alone', async () => {
    const { say, warn, during } = createOutput({ json: false, quiet: true });

    say('one');
    warn('two');
    await during('Three', working(5_000));

    expect(stderr).toBe('two\n');
  });
});

describe('what the command answers', () => {
  test('is one JSON document on stdout with --json, and nothing else is there', async () => {
    const { say, warn, during, result } = createOutput({ json: true, quiet: false });

    say('one');
    warn('two');
    await during('Three', working(5_000));
    result({ changes: [] });

    expect(JSON.parse(stdout)).toEqual({ changes: [] });
    expect(stderr).toContain('one\ntwo\n');
  });

  test('is nothing without it', () => {
    createOutput(plain).result({ changes: [] });

    expect([stdout, stderr]).toEqual(['', '']);
  });
});

describe('while something runs', () => {
  test('its result is passed on, and nothing is said where it is done within a second', async () => {
    await expect(createOutput(plain).during('Working', working(900))).resolves.toBe('result');

    expect(stderr).toBe('');
  });

  test('it is said once, after a second, and how long it took in the end', async () => {
    await createOutput(plain).during('Working', working(2_500));

    expect(stderr).toBe('… Working\n✓ Working (2.5 s)\n');
  });

  test('a line for its end is said also where it was quick', async () => {
    await createOutput(plain).during('Working', working(10), (result) => `Done: ${result}`);

    expect(stderr).toBe('✓ Done: result\n');
  });

  test('its failure is said and passed on', async () => {
    const failing = createOutput(plain).during('Working', () => Promise.reject(new Error('no')));

    await expect(failing).rejects.toThrow('no');
    expect(stderr).toBe('✗ Working (0.0 s)\n');
  });

  test('no escape codes are written where there is no terminal', async () => {
    delete process.env.NO_COLOR;

    await createOutput(plain).during('Working', working(2_500));

    expect(stderr).not.toContain('\u001b');
  });
});

/** How far something is, as often as it is told. */
const progress = (percent: number, summary?: string) => ({
  event: { percent },
  bar: (columns: number) => `${percent} %`.padEnd(columns, '.'),
  line: () => `at ${percent} %`,
  summary,
});

describe('how far something is, where there is no terminal,', () => {
  test('is said every ten seconds, and at the end', async () => {
    const output = createOutput(plain);

    for (let second = 0; second <= 25; second += 1) {
      output.progress(progress(second));
      await jest.advanceTimersByTimeAsync(1_000);
    }
    output.progress(progress(100, 'all done'));

    expect(stderr).toBe('… at 10 %\n… at 20 %\nall done\n');
  });

  test('begins anew with the next one', async () => {
    const output = createOutput(plain);

    output.progress(progress(0));
    await jest.advanceTimersByTimeAsync(9_000);
    output.progress(progress(100, 'one'));
    output.progress(progress(0));
    await jest.advanceTimersByTimeAsync(9_000);
    output.progress(progress(100, 'two'));

    expect(stderr).toBe('one\ntwo\n');
  });
});

describe.each([false, true])('how far something is, on a terminal: %s,', (isTTY) => {
  beforeEach(() => onTerminal(isTTY));

  test('is with --json a line of JSON each, and nothing else', () => {
    const output = createOutput({ json: true, quiet: false });

    output.progress(progress(1));
    output.progress(progress(100, 'all done'));

    expect([stdout, stderr]).toEqual(['', '{"percent":1}\n{"percent":100}\n']);
  });

  test.each([false, true])('is with --quiet nothing, with --json: %s', async (json) => {
    const output = createOutput({ json, quiet: true });

    await output.during('Working', async () => {
      output.progress(progress(1));
      await jest.advanceTimersByTimeAsync(12_000);
      output.progress(progress(2));
      output.progress(progress(100, 'all done'));
    });

    expect([stdout, stderr]).toEqual(['', '']);
  });
});

describe('on a terminal, while something runs', () => {
  beforeEach(() => onTerminal(true));

  test('one line counts the time, and goes away at the end', async () => {
    await createOutput(plain).during('Working', working(1_340));

    expect(stderr).toContain('\r\u001b[K⠸ Working 1.3 s\r\u001b[K');
    expect(shown(stderr)).toEqual(['✓ Working (1.3 s)', '']);
  });

  test('a line that is said meanwhile takes the place of the live one', async () => {
    const { during, say } = createOutput(plain);

    await during('Working', async () => {
      await jest.advanceTimersByTimeAsync(1_250);
      say('Created a role');
      await jest.advanceTimersByTimeAsync(250);
    });

    expect(shown(stderr)).toEqual(['Created a role', '✓ Working (1.5 s)', '']);
  });

  describe('how far it is', () => {
    const resize = (columns: number | undefined) =>
      Object.defineProperty(process.stderr, 'columns', { value: columns, configurable: true });
    beforeEach(() => resize(20));
    afterAll(() => resize(undefined));

    test('takes the one line that shows what runs, as wide as the terminal is by then, until its end', async () => {
      const { during, progress: tell } = createOutput(plain);

      await during('Working', async () => {
        await jest.advanceTimersByTimeAsync(1_150);
        expect(shown(stderr)).toEqual(['⠙ Working 1.1 s']);
        tell(progress(1));
        expect(shown(stderr)).toEqual([expect.stringMatching(/^. 1 %\.{14}$/)]);
        await jest.advanceTimersByTimeAsync(500);
        expect(shown(stderr)).toEqual([expect.stringMatching(/^. 1 %\.{14}$/)]);
        resize(11);
        await jest.advanceTimersByTimeAsync(100);
        expect(shown(stderr)).toEqual([expect.stringMatching(/^. 1 %\.{5}$/)]);
        tell(progress(100, 'all done'));
        expect(shown(stderr)).toEqual(['all done', '']);
        await jest.advanceTimersByTimeAsync(100);
        expect(shown(stderr)).toEqual(['all done', expect.stringMatching(/^. Working 1\.[78] s$/)]);
      });

      expect(shown(stderr)).toEqual(['all done', expect.stringMatching(/^✓ Working/), '']);
    });

    test('is no more to be seen where the work failed', async () => {
      const { during, progress: tell } = createOutput(plain);

      const failing = during('Working', async () => {
        tell(progress(1));
        throw new Error('no');
      });

      await expect(failing).rejects.toThrow('no');
      expect(shown(stderr)).toEqual(['✗ Working (0.0 s)', '']);
    });

    test('is shown also where nothing is said to run, and makes place for a line', () => {
      const { say, warn, progress: tell } = createOutput(plain);

      tell(progress(1));
      say('one');
      tell(progress(2));
      warn('two');

      expect(shown(stderr)).toEqual(['one', 'two', '']);
    });

    test('has no bar on a terminal that knows no escape codes', () => {
      process.env.TERM = 'dumb';

      createOutput(plain).progress(progress(1));

      expect(stderr).toBe('');
    });
  });

  /** What is left on the screen: a carriage return and "erase in line" take a line's beginning away. */
  const shown = (text: string) => text.split('\n').map((line) => line.split('\r\u001b[K').at(-1));
});
