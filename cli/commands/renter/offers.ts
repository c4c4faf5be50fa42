import { Option } from "@commander-js/extra-typings"
import { cost } from "@gpuflow/escrow"
import { serializeOffer } from "@gpuflow/escrow/offer"
import type { FoundOffer } from "@gpuflow/escrow/server"
import { getChainTime } from "../../chain/context.ts"
import { getUnits } from "../../chain/tokens.ts"
import { writeOutput } from "../../files.ts"
import { readDocument } from "../../machine/document.ts"
import { searchBoards } from "../../server/boards.ts"
import type { Session } from "../../session.ts"
import { note } from "../../terminal/output.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatAmount, type Unit } from "../../text/amounts.ts"
import { as, toAddress, toPositiveSeconds, toSeconds } from "../../text/parse.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { readCommand } from "../builders.ts"
import { runRead } from "../run.ts"
import { addBoardFilters } from "./boardFilters.ts"

export function offers(session: Session) {
  return addBoardFilters(readCommand("offers"))
    .description("Find offers on boards, and check each of them against the chain")
    .addOption(
      new Option("--for <time>", "Rental time, such as 8h: shows whole prices").argParser(as(toPositiveSeconds)),
    )
    .addOption(
      new Option("--renter <address>", "Account that would rent: also offers for it alone").argParser(as(toAddress)),
    )
    .addOption(
      new Option("--free-within <time>", "Also machines that are free after this time at the latest").argParser(
        as(toSeconds),
      ),
    )
    .addOption(
      new Option("--sort <order>", "Order of the offers")
        .choices(["price", "bond", "memory", "start", "record"])
        .default("price" as const),
    )
    .option("--save <file>", "Write the first offer to a file, for `rent`")
    .action((options) =>
      runRead(session, options, async (context) => {
        const { client } = context
        const now = await getChainTime(client)
        const { for: duration, renter, freeWithin, sort } = options
        const freeBy = freeWithin === undefined ? undefined : now + freeWithin
        const found = await searchBoards(context, options, { duration, renter, freeBy }, sort)
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

type Known = {
  readonly unitOf: (token: FoundOffer["signed"]["offer"]["token"]) => Unit
  readonly now: bigint
  readonly duration: bigint | undefined
}

function rowOf({ signed, dollarsPerHour, bond, record }: FoundOffer, { unitOf, now, duration }: Known): string[] {
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
    bond > 0n ? formatAmount(bond, unit) : "none",
    `${rank}${served}`,
    formatMoment(offer.expiry, now),
  ]
}
