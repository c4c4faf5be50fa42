/** Stops this process's clock: time passes only as the test says. */
export function stopClock(milliseconds = Date.now()) {
  const real = Date.now
  let now = milliseconds
  Date.now = () => now
  return {
    pass(more: number) {
      now += more
    },
    goOn() {
      Date.now = real
    },
  }
}
