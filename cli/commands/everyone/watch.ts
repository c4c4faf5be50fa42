import { Option } from "@commander-js/extra-typings"
import type { EventCursor, EventName } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { watchEvents } from "@gpuflow/escrow/watch"
import { getBlockNumber } from "viem/actions"
import { z } from "zod"
import { type Context, findFirstBlock, openContext } from "../../chain/context.ts"
import { resolveParty } from "../../chain/party.ts"
import { followEnds } from "../../chain/rentalEnds.ts"
import { UsageError } from "../../errors.ts"
import { openOutput, readOwnFile, writeOutput } from "../../files.ts"
import type { Session } from "../../session.ts"
import { print } from "../../terminal/output.ts"
import { toJson } from "../../text/json.ts"
import { as, toCount, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { fromBlockOption, hostOption, readCommand, renterOption } from "../builders.ts"

export function watch(session: Session) {
  return readCommand("watch")
    .description(
      "Print each event, and the end of each rented time, as a JSON line when it happens; with --cursor, resume where it stopped",
    )
    .addOption(hostOption())
    .addOption(renterOption())
    .addOption(new Option("--id <id>", "Select one rental").argParser(as(toHash)))
    .addOption(
      new Option(
        "--events <names>",
        "Select events by name, separated by commas (default: all events, and the ends of rented times)",
      ).argParser(as(toEventNames)),
    )
    .option("--cursor <file>", "File of the position to resume from, updated after each batch of events")
    .addOption(fromBlockOption())
    .addOption(
      new Option(
        "--confirmations <blocks>",
        "Blocks that must follow before an event is printed (default: 0)",
      ).argParser(as(toCount)),
    )
    .addOption(new Option("--every <time>", "Time between two polls (default: 1s)").argParser(as(toPositiveSeconds)))
    .option("--once", "Exit after the events up to the latest block")
    .action(async (options) => {
      const context = await openContext(session, options)
      const cursor = options.cursor === undefined ? undefined : await readCursor(options.cursor)
      // Events that are printed before the cursor cannot be written would be printed again.
      if (options.cursor !== undefined) await openOutput(options.cursor)
      const party =
        options.host === undefined && options.renter === undefined ? {} : await resolveParty(context, options)
      const { confirmations = 0, every = 1n } = options
      const until = options.once ? (await getBlockNumber(context.client)) - BigInt(confirmations) : undefined
      await printEvents(
        context,
        { until, file: options.cursor },
        {
          ...party,
          escrow: context.escrow,
          id: options.id,
          events: options.events,
          fromBlock: await firstBlockOf(context, options),
          confirmations,
          cursor,
          pollingInterval: Number(every) * 1_000,
        },
      )
    })
}

/** Without --once, the events of earlier runs are printed only if the user asks for them. */
function firstBlockOf(context: Context, { once, fromBlock }: { readonly once?: true; readonly fromBlock?: bigint }) {
  return once || fromBlock !== undefined ? findFirstBlock(context, fromBlock) : undefined
}

type WatchParameters = Parameters<typeof watchEvents<EventName>>[1]

/** Writes the cursor after the lines of its batch: a crash may repeat some events, but loses none. */
async function printEvents(
  context: Context,
  { until, file }: { readonly until: bigint | undefined; readonly file: string | undefined },
  parameters: WatchParameters,
): Promise<void> {
  const { session, client } = context
  const { cursor } = parameters
  if (until !== undefined && cursor && BigInt(cursor.block) >= until) return
  // Whoever selects events by name wants nothing else.
  const ends = parameters.events ? undefined : await followEnds(context, parameters)
  for await (const batch of watchEvents(client, { ...parameters, signal: session.signal })) {
    for (const event of batch.removed) print(session, toJson({ type: "removed", ...event }))
    for (const event of batch.added) print(session, toJson({ type: "added", ...event }))
    for (const ended of (await ends?.(batch)) ?? []) print(session, toJson({ type: "ended", ...ended }))
    if (file !== undefined) await writeOutput(file, `${toJson(batch.cursor)}\n`)
    if (until !== undefined && batch.to >= until) return
  }
}

const eventNames = escrowAbi.flatMap((item) => (item.type === "event" ? [item.name] : []))

function toEventNames(text: string): EventName[] {
  return text.split(",").map((word) => {
    const name = eventNames.find((event) => event.toLowerCase() === word.trim().toLowerCase())
    if (!name) throw new UsageError(`Unknown event: ${word}. Expected one or more of ${eventNames.join(", ")}.`)
    return name
  })
}

const cursorSchema = z.object({ block: z.string().regex(/^\d{1,18}$/) })

async function readCursor(file: string): Promise<EventCursor | undefined> {
  const text = await readOwnFile(file)
  if (text === undefined) return undefined
  try {
    const cursor = JSON.parse(text)
    // The SDK validates the other fields.
    if (cursorSchema.safeParse(cursor).success) return cursor
  } catch {
    // The file is not JSON.
  }
  throw new UsageError(`${file} is not a valid cursor. Delete the file to start without one.`)
}
