import { Option } from "@commander-js/extra-typings"
import { cost } from "@gpuflow/escrow"
import { serializeOffer } from "@gpuflow/escrow/offer"
import { type BoardReport, type FoundOffer, findOffers } from "@gpuflow/escrow/server"
import { getChainTime } from "../../chain/context.ts"
import { readServers } from "../../chain/server.ts"
import { findUnit, getUnits } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { writeOutput } from "../../files.ts"
import { readDocument } from "../../machine/document.ts"
import type { Session } from "../../session.ts"
import { note } from "../../terminal/output.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatAmount, toAmount, type Unit } from "../../text/amounts.ts"
import { describeError } from "../../text/errorText.ts"
import { as, toAddress, toCount, toDollars, toPositiveSeconds, toSeconds } from "../../text/parse.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { readCommand, serverOption } from "../builders.ts"
import { runRead } from "../run.ts"

export function offers(session: Session) {
  return readCommand("offers")
    .description("Find offers on boards, and check each of them against the chain")
    .addOption(serverOption())
    .addOption(
      new Option("--for <time>", "Rental time, such as 8h: shows whole prices").argParser(as(toPositiveSeconds)),
    )
    .option("--gpu <models>", "Parts of the GPU's model, separated by commas, such as H100,A100")
    .option("--region <places>", "Parts of the location, separated by commas")
    .addOption(new Option("--min-gpus <number>", "Least number of GPUs").argParser(as(toCount)))
    .addOption(new Option("--min-memory <GB>", "Least memory of each GPU").argParser(as(toCount)))
    .addOption(new Option("--min-down <Mbit/s>", "Least download bandwidth").argParser(as(toCount)))
    .addOption(new Option("--host <address>", "Offers of this host alone").argParser(as(toAddress)))
    .addOption(
      new Option("--renter <address>", "Account that would rent: also offers for it alone").argParser(as(toAddress)),
    )
    .option("--token <token>", "Symbol or address of the token")
    .option("--max-price <amount>", "With --token: highest price per hour, such as `1.60 USDC`")
    .addOption(new Option("--max-dollars <amount>", "Highest price per hour in dollars").argParser(as(toDollars)))
    .addOption(new Option("--max-commitment <time>", "Most time that is billed in any case").argParser(as(toSeconds)))
    .addOption(
      new Option("--max-start <time>", "Time that the host may take to start; 0s: at once").argParser(as(toSeconds)),
    )
    .addOption(
      new Option("--free-within <time>", "Also machines that are free after this time at the latest").argParser(
        as(toSeconds),
      ),
    )
    .option("--save <file>", "Write the first offer to a file, for `rent`")
    .action((options) =>
      runRead(session, options, async (context) => {
        const { client, escrow } = context
        const boards = readServers(session, options)
        if (boards.length === 0) {
          throw new UsageError("No board is configured. Pass the URL of one with --server, or set GPUFLOW_SERVER.")
        }
        if (options.maxPrice !== undefined && options.token === undefined) {
          throw new UsageError("--max-price needs --token. Pass the token, or pass --max-dollars.")
        }
        const [now, unit] = await Promise.all([
          getChainTime(client),
          options.token === undefined ? undefined : findUnit(client, options.token),
        ])
        const {
          for: duration,
          host,
          renter,
          minGpus,
          minMemory,
          minDown,
          maxDollars,
          maxCommitment,
          freeWithin,
        } = options
        const filters = {
          ...{ duration, host, renter, minGpus, minMemory, minDownload: minDown, maxCommitment },
          gpu: wordsOf(options.gpu),
          region: wordsOf(options.region),
          token: unit?.address,
          maxPricePerHour: unit && options.maxPrice !== undefined ? toAmount(options.maxPrice, unit) : undefined,
          maxDollarsPerHour: maxDollars,
          maxStartWindow: options.maxStart,
          freeBy: freeWithin === undefined ? undefined : now + freeWithin,
        }
        const found = await findOffers(client, { escrow, boards, filters, signal: session.signal })
        for (const source of found.sources) note(session, describeSource(source))
        const unitOf = await getUnits(
          client,
          found.offers.map(({ signed }) => signed.offer.token),
        )
        const [first] = found.offers
        if (options.save !== undefined && first) {
          await writeOutput(options.save, `${serializeOffer(first.signed, { indent: 2 })}\n`)
          note(
            session,
            `Wrote the first offer to ${options.save}. Rent it with \`gpuflow-escrow rent ${options.save}\`.`,
          )
        }
        const rows = found.offers.map((offer) => rowOf(offer, { unitOf, now, duration }))
        const head = [
          "machine",
          "gpu",
          "per hour",
          "dollars",
          duration ? `for ${formatSeconds(duration)}` : "",
          "bond",
          "record",
          "expires",
        ]
        const text = rows.length > 0 ? table(columnsOf(session.stdout), head, rows) : "No offers."
        const json = found.offers.map(({ signed, check, dollarsPerHour, record, boards: from }) => {
          const price = duration === undefined ? undefined : cost(signed.offer.pricePerHour, duration)
          return {
            signed: JSON.parse(serializeOffer(signed)),
            status: check.status,
            price,
            dollarsPerHour,
            record,
            boards: from,
          }
        })
        const sources = found.sources.map(({ error, ...source }) => ({
          ...source,
          ...(error ? { error: error.code } : {}),
        }))
        return { json: { now, offers: json, sources }, text }
      }),
    )
}

const wordsOf = (text: string | undefined) => text?.split(",").map((word) => word.trim())

type Known = {
  readonly unitOf: (token: FoundOffer["signed"]["offer"]["token"]) => Unit
  readonly now: bigint
  readonly duration: bigint | undefined
}

function rowOf({ signed, dollarsPerHour, record }: FoundOffer, { unitOf, now, duration }: Known): string[] {
  const { offer, document } = signed
  const unit = unitOf(offer.token)
  // The description is signed for, but its form is the host's.
  const { document: data } = readDocument(document)
  const rank = record?.rank === undefined ? "-" : `#${record.rank}`
  const served = record?.servedBps === undefined ? "" : `, ${record.servedBps / 100} %`
  return [
    offer.machine,
    data ? `${data.gpu.count} × ${data.gpu.model}` : "-",
    formatAmount(offer.pricePerHour, unit),
    dollarsPerHour ?? "-",
    duration === undefined ? "" : formatAmount(cost(offer.pricePerHour, duration), unit),
    offer.bond > 0n ? formatAmount(offer.bond, unit) : "none",
    `${rank}${served}`,
    formatMoment(offer.expiry, now),
  ]
}

/** What became known of a board, in a line. */
function describeSource({ board, received, found, hidden, hasMore, error }: BoardReport): string {
  const reasons = hidden.map(({ reason, count }) => `${count} ${reason}`).join(", ")
  const parts = [
    `${board}: ${found} of ${received} offers`,
    ...(reasons ? [`left out ${reasons}`] : []),
    ...(hasMore ? ["more are there"] : []),
  ]
  return `${parts.join("; ")}.${error ? ` ${describeError(error as Parameters<typeof describeError>[0])}` : ""}`
}
