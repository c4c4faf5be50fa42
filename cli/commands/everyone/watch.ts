import { readFile } from "node:fs/promises"

import { Option } from "@commander-js/extra-typings"
import type { EventCursor, EventName } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { watchEvents } from "@gpuflow/escrow/watch"
import { getBlockNumber } from "viem/actions"
import { z } from "zod"
import { type Context, firstBlockOf, openContext } from "../../chain/context.ts"
import { hostOption, renterOption, sideOf } from "../../chain/party.ts"
import { UsageError } from "../../errors.ts"
import { writeWhole } from "../../files.ts"
import type { Session } from "../../session.ts"
import { print } from "../../terminal/output.ts"
import { toJson } from "../../text/json.ts"
import { as, toCount, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { fromBlock, reading } from "../builders.ts"

export function watch(session: Session) {
  return reading("watch")
    .description("one JSON line for each event as it happens; goes on where it stopped with --cursor")
    .addOption(hostOption())
    .addOption(renterOption())
    .addOption(new Option("--id <id>", "of one rental").argParser(as(toHash)))
    .addOption(new Option("--events <names>", "only these, separated by commas").argParser(as(toNames)))
    .option("--cursor <file>", "how far it came: read at the start, written after each line")
    .addOption(fromBlock())
    .addOption(
      new Option("--confirmations <blocks>", "blocks that must follow before it is told").argParser(as(toCount)),
    )
    .addOption(new Option("--every <time>", "between two looks (default: 1s)").argParser(as(toPositiveSeconds)))
    .option("--once", "end when everything up to now is told")
    .action(async (options) => {
      const context = await openContext(session, options)
      const cursor = options.cursor === undefined ? undefined : await readCursor(options.cursor)
      const side = options.host === undefined && options.renter === undefined ? {} : await sideOf(context, options)
      const { confirmations = 0, every = 1n } = options
      const until = options.once ? (await getBlockNumber(context.client)) - BigInt(confirmations) : undefined
      await follow(
        context,
        { until, file: options.cursor },
        {
          ...side,
          escrow: context.escrow,
          id: options.id,
          events: options.events,
          fromBlock: options.once ? firstBlockOf(context, options.fromBlock) : options.fromBlock,
          confirmations,
          cursor,
          pollingInterval: Number(every) * 1_000,
        },
      )
    })
}

type Following = Parameters<typeof watchEvents<EventName>>[1]

/** The lines of a batch are written before its cursor: after a crash some come twice, and none is lost. */
async function follow(
  { session, client }: Context,
  { until, file }: { readonly until: bigint | undefined; readonly file: string | undefined },
  following: Following,
): Promise<void> {
  const { cursor } = following
  if (until !== undefined && cursor && BigInt(cursor.block) >= until) return
  for await (const batch of watchEvents(client, { ...following, signal: session.signal })) {
    for (const event of batch.removed) print(session, toJson({ type: "removed", ...event }))
    for (const event of batch.added) print(session, toJson({ type: "added", ...event }))
    if (file !== undefined) await writeWhole(file, `${toJson(batch.cursor)}\n`)
    if (until !== undefined && batch.to >= until) return
  }
}

const known = escrowAbi.flatMap((item) => (item.type === "event" ? [item.name] : []))

function toNames(text: string): EventName[] {
  return text.split(",").map((word) => {
    const name = known.find((event) => event.toLowerCase() === word.trim().toLowerCase())
    if (!name) throw new UsageError(`No event is called ${word}. Events: ${known.join(", ")}.`)
    return name
  })
}

const schema = z.object({ block: z.string().regex(/^\d{1,18}$/) })

async function readCursor(file: string): Promise<EventCursor | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw new UsageError(`${file} cannot be read.`, { path: file })
  })
  if (text === undefined) return undefined
  try {
    const cursor = JSON.parse(text)
    // The SDK checks the rest of it.
    if (schema.safeParse(cursor).success) return cursor
  } catch {
    // Neither is it JSON.
  }
  throw new UsageError(`${file} is no cursor. Remove it to begin anew.`)
}
