import type { ChildProcess } from "node:child_process"

const running = new Set<ChildProcess>()

/** Ends a program with the run that started it. After a test that fails, a run would otherwise wait for it for ever. */
export function ownChild<child extends ChildProcess>(child: child): child {
  running.add(child)
  child.once("exit", () => running.delete(child))
  return child
}

const end = () => {
  for (const child of running) child.kill("SIGTERM")
}

// Measurements start the same programs without mocha.
if (typeof after === "function") after(end)
process.once("exit", end)
