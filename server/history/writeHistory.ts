// The one writer of a database's history: it follows the live generation, and builds another beside it when the tables
// are of another version, are damaged, or when it is asked to.
import { reasonOf } from "@gpuflow/keeper/service"
import { getChainId } from "viem/actions"

import { pause } from "../pause.ts"
import { HistoryDamagedError } from "./fold.ts"
import { type FollowOptions, GenerationFollower } from "./followGeneration.ts"
import {
  createGeneration,
  currentSchema,
  dropGeneration,
  type HistorySource,
  liveSchema,
  switchTo,
  unusedSchemas,
} from "./generations.ts"
import { forgetRebuildRequest, isRebuildRequested, REBUILD_CHANNEL } from "./rebuildRequest.ts"

export interface HistoryWriter {
  /** Builds all of it again from the chain, beside what is served, and switches to it. */
  rebuild(): Promise<void>
  /** Resolves when the tables hold the chain's latest block for the first time. */
  readonly caughtUp: Promise<void>
  /** Resolves when the writer has been stopped; rejects if it cannot go on. */
  readonly ended: Promise<void>
  /** Whether it writes, or waits because another process writes. */
  readonly isWriting: () => boolean
  stop(): Promise<void>
}

export interface WriteOptions extends FollowOptions {
  /** Milliseconds for which a generation that was replaced is kept, for those who still read it. Default: 30 000. */
  readonly keepReplaced?: number
}

/** Milliseconds until another attempt, after the node or the database has failed. */
const RETRY_AFTER = 2_000
const LONGEST_PAUSE = 300_000
/** Milliseconds between looks for a request to build again. */
const REQUEST_INTERVAL = 1_000
/** The advisory lock of the writer: "gpuflow" as a number. */
const LOCK = 29_113_321_610_341_239n

/** Begins to write the history. On PostgreSQL it waits while another process writes. */
export function writeHistory(options: WriteOptions): HistoryWriter {
  const writer = new Writer(options)
  return {
    rebuild: () => writer.rebuild(),
    caughtUp: writer.caughtUp,
    ended: writer.ended,
    isWriting: () => writer.isWriting,
    stop: () => writer.stop(),
  }
}

interface Run {
  readonly follower: GenerationFollower
  readonly controller: AbortController
  readonly ended: Promise<void>
}

class Writer {
  readonly caughtUp: Promise<void>
  readonly ended: Promise<void>
  readonly #options: WriteOptions
  readonly #controller = new AbortController()
  readonly #timers = new Set<NodeJS.Timeout>()
  isWriting = false
  #isWaiting = false
  #failures = 0
  #reachHead: () => void = () => {}
  #rebuild: (() => void) | undefined
  #rebuilt: PromiseWithEnd | undefined

  constructor(options: WriteOptions) {
    this.#options = options
    this.caughtUp = new Promise((resolve) => {
      this.#reachHead = resolve
    })
    this.ended = this.#run()
    // Whoever waits for the end sees why; nobody has to.
    this.ended.catch(() => {})
  }

  rebuild(): Promise<void> {
    this.#rebuilt ??= promiseWithEnd()
    this.#rebuild?.()
    return this.#rebuilt.promise
  }

  async stop(): Promise<void> {
    this.#controller.abort()
    await this.ended.catch(() => {})
    for (const timer of this.#timers) clearTimeout(timer)
  }

  async #run(): Promise<void> {
    const { database, log } = this.#options
    const { signal } = this.#controller
    const onWaiting = (failure?: unknown) => {
      if (failure !== undefined) log.warn("the database failed, and is tried again", { reason: reasonOf(failure) })
      else if (!this.#isWaiting) log.info("another process writes the history, and this one waits for its end")
      this.#isWaiting = failure === undefined
    }
    try {
      while (!signal.aborted) {
        await database
          .hold(LOCK, { signal, onWaiting }, (held) => this.#write(held))
          .catch(async (error: unknown) => {
            log.warn("the history could not be written, and is tried again", { reason: reasonOf(error) })
            this.#failures += 1
            await pause(Math.min(RETRY_AFTER * 2 ** this.#failures, LONGEST_PAUSE), signal)
          })
      }
    } finally {
      this.#rebuilt?.reject(new Error("The writer has ended before the history was rebuilt."))
    }
  }

  /** Writes until the signal, which also ends when another process may write. */
  async #write(signal: AbortSignal): Promise<void> {
    const { client, database, log, escrow } = this.#options
    this.#isWaiting = false
    const stopListening = await database.listen(REBUILD_CHANNEL, () => this.rebuild())
    const stopWatching = this.#watchRequests()
    this.isWriting = true
    try {
      while (!signal.aborted) {
        const chainId = await getChainId(client).catch((error: unknown) => {
          log.warn("the node does not answer, and is asked again", { reason: reasonOf(error) })
        })
        if (chainId) return await this.#follow({ chainId, escrow }, signal)
        await pause(RETRY_AFTER, signal)
      }
    } finally {
      this.isWriting = false
      stopWatching()
      await stopListening()
    }
  }

  /** Builds again when another process has asked for it by a file beside the folder, as often as it takes. */
  #watchRequests(): () => void {
    const { folder } = this.#options.database
    if (folder === undefined) return () => {}
    const timer = setInterval(() => {
      if (this.#rebuilt || !isRebuildRequested(folder)) return
      this.rebuild().then(
        () => forgetRebuildRequest(folder),
        () => {},
      )
    }, REQUEST_INTERVAL)
    return () => clearInterval(timer)
  }

  async #follow(source: HistorySource, signal: AbortSignal): Promise<void> {
    const { database, log } = this.#options
    const current = (await currentSchema(database, source)) ?? (await createGeneration(database, source))
    // What an earlier process has replaced, or has not finished.
    for (const schema of await unusedSchemas(database, current)) await dropGeneration(database, schema)
    const ending = new AbortController()
    const runs: Run[] = []
    const start = (schema: string) => {
      const run = this.#start(schema, AbortSignal.any([signal, ending.signal]))
      runs.push(run)
      return run
    }
    try {
      let run = start(current)
      this.#serveOnceCaughtUp(run)
      while (!signal.aborted) {
        const wanted = new Promise<"rebuild">((resolve) => {
          this.#rebuild = () => resolve("rebuild")
          if (this.#rebuilt) resolve("rebuild")
        })
        const event = await Promise.race([
          wanted,
          run.ended.then(
            () => "ended" as const,
            (error: unknown) => {
              if (error instanceof HistoryDamagedError) return error
              throw error
            },
          ),
        ])
        if (event === "ended") return
        if (event instanceof HistoryDamagedError)
          log.error("the history is damaged, and is built again", { reason: reasonOf(event) })
        else log.info("the history is built again")
        const next = start(await createGeneration(database, source))
        await this.#replace(run, next, signal)
        run = next
      }
      await run.ended
    } finally {
      ending.abort()
      await Promise.allSettled(runs.map(({ ended }) => ended))
    }
  }

  /** Puts a generation in the place of another as soon as it holds as much. */
  async #replace(old: Run, next: Run, signal: AbortSignal): Promise<void> {
    await Promise.race([next.follower.caughtUp, next.ended])
    old.controller.abort()
    await old.ended.catch(() => {})
    // Readers never see the history go back.
    while ((next.follower.block ?? -1n) < (old.follower.block ?? -1n) && !signal.aborted) await pause(50, signal)
    if (signal.aborted) return
    await this.#makeLive(next.follower.schema)
    this.#reach()
    this.#rebuilt?.resolve()
    this.#rebuilt = undefined
  }

  #start(schema: string, ending: AbortSignal): Run {
    const controller = new AbortController()
    const signal = AbortSignal.any([controller.signal, ending])
    // What was read before a branch was replaced that deeply may be of that branch too.
    const onDeepReorganisation = () => this.rebuild()
    const follower = new GenerationFollower({ onDeepReorganisation, ...this.#options }, schema)
    const ended = follower.run({ signal })
    ended.catch(() => {})
    return { follower, controller, ended }
  }

  /** Makes the generation that is followed first the live one, if it is not. Those after it are put in its place. */
  #serveOnceCaughtUp({ follower, controller }: Run): void {
    const { database, log } = this.#options
    const { schema } = follower
    follower.caughtUp
      .then(async () => {
        const live = await liveSchema(database)
        // Another generation is live once it has been put in this one's place.
        if (controller.signal.aborted) return
        if (live !== schema) await this.#makeLive(schema)
        this.#reach()
      })
      .catch((error: unknown) =>
        log.error("the history that was built could not take its place", { reason: reasonOf(error) }),
      )
  }

  /** The live generation holds the chain's latest block. */
  #reach(): void {
    this.#failures = 0
    this.#reachHead()
  }

  /** Serves a generation, and drops the others when nobody reads them any more. */
  async #makeLive(schema: string): Promise<void> {
    const { database, keepReplaced = 30_000, log } = this.#options
    const replaced = await switchTo(database, schema)
    log.info("the history that was built is served", { schema, replaced })
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      for (const name of replaced) dropGeneration(database, name).catch(() => {})
    }, keepReplaced)
    timer.unref()
    this.#timers.add(timer)
  }
}

interface PromiseWithEnd {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

function promiseWithEnd(): PromiseWithEnd {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}]
  const promise = new Promise<void>((settle, fail) => {
    resolve = settle
    reject = fail
  })
  promise.catch(() => {})
  return { promise, resolve, reject }
}
