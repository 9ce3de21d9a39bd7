/** Loaded before a script: the process's wall clock is wrong by so many milliseconds, its monotonic clock is not. */
const shift = Number(process.env.CLOCK_SHIFT_MILLISECONDS);
const RightDate = Date;

class ShiftedDate extends RightDate {
  constructor(...parameters: [] | [value: number | string]) {
    super(parameters[0] ?? ShiftedDate.now());
  }

  static override now(): number {
    return RightDate.now() + shift;
  }
}

Object.defineProperty(globalThis, 'Date', { value: ShiftedDate });
