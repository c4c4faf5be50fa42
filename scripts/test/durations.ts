// How long each TypeScript test file takes, so that processes can share them fairly.
import { readFileSync, writeFileSync } from "node:fs"
import { relative } from "node:path"

const FILE = "test/durations.json"

/** Seconds by file. */
export type Durations = Readonly<Record<string, number>>

/** Where the Solidity tests stand among the files: they run as one. */
export const SOLIDITY = "solidity"

export function readDurations(path = FILE): Durations {
  return JSON.parse(readFileSync(path, "utf8"))
}

/** Replaces what is known, one line for each file. */
export function writeDurations(durations: Durations, path = FILE): void {
  const rounded = Object.entries(durations).map(([file, seconds]) => [file, Number(seconds.toFixed(1))] as const)
  const sorted = Object.fromEntries(rounded.sort(([a], [b]) => a.localeCompare(b, "en")))
  writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`)
}

/**
 * Deals the files out, the longest first, each to the lane that is the first to be done with what it has.
 * @param busy Seconds for which each lane is busy with something else
 */
export function deal(files: readonly string[], durations: Durations, busy: readonly number[]): string[][] {
  const known = files.flatMap((file) => durations[file] ?? [])
  // A new file is taken for an average one until it is recorded.
  const average = known.length > 0 ? known.reduce((sum, seconds) => sum + seconds, 0) / known.length : 1
  const secondsOf = (file: string) => durations[file] ?? average
  const lanes = busy.map((seconds) => ({ seconds, files: [] as string[] }))
  for (const file of files.toSorted((a, b) => secondsOf(b) - secondsOf(a))) {
    const next = lanes.reduce((least, lane) => (lane.seconds < least.seconds ? lane : least))
    next.files.push(file)
    next.seconds += secondsOf(file)
  }
  return lanes.map((lane) => lane.files)
}

/** Mocha's hooks that write the durations of a run's files to `path`. A test's time includes the hooks before it. */
export function timing(path: string) {
  const durations: Record<string, number> = {}
  let last = 0
  const hooks: Mocha.RootHookObject = {
    beforeAll() {
      last = performance.now()
    },
    afterEach(this: Mocha.Context) {
      const now = performance.now()
      const file = relative(process.cwd(), this.currentTest?.file ?? "")
      durations[file] = (durations[file] ?? 0) + (now - last) / 1_000
      last = now
    },
    afterAll() {
      writeDurations(durations, path)
    },
  }
  return hooks
}
