/** Runs one task per key after a pause; asking again starts the pause anew. */
export class Schedule {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** `delay` in milliseconds; 0 runs the task at once. */
  run(key: string, delay: number, task: () => void): void {
    this.cancel(key);
    if (delay <= 0) {
      task();
      return;
    }
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        task();
      }, delay),
    );
  }

  cancel(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }
}
