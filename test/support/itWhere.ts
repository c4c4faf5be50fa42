// Tests that need what not every computer has. A skipped test counts as failed, so they are not defined where they cannot
// run, and the run says so.
import { spawnSync } from "node:child_process"

type Test = (title: string, test: () => void | Promise<void>) => void

/** `it` on Linux. */
export const itOnLinux: Test = process.platform === "linux" ? it : leaveOut("it needs Linux")

/** `it` where a program is installed. */
export function itWith(program: string): Test {
  const { error } = spawnSync(program, ["--version"])
  return error ? leaveOut(`${program} is not installed`) : it
}

function leaveOut(reason: string): Test {
  return (title) => console.warn(`Left out, because ${reason}: ${title}`)
}
