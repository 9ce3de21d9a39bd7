/** The numbers from 0 to `count` - 1 in random order: segments side by side in the table are not read at the same time. */
export function inRandomOrder(count: number): number[] {
  const numbers = Array.from({ length: count }, (_, number) => number);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [numbers[last], numbers[other]] = [numbers[other] as number, numbers[last] as number];
  }
  return numbers;
}
