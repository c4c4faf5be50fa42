import { Option } from "@commander-js/extra-typings"
import { bondLocked, closesAt, EVIDENCE_WINDOW, getStake, held } from "@gpuflow/escrow"
import { getChainTime, resolveAddress } from "../../chain/context.ts"
import { getUnits } from "../../chain/tokens.ts"
import { readDisputes } from "../../server/readDisputes.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toAddress } from "../../text/parse.ts"
import { formatMoment } from "../../text/times.ts"
import { cacheOption, fromBlockOption, readCommand, serverOption } from "../builders.ts"
import { runRead } from "../run.ts"

export function disputes(session: Session) {
  return readCommand("disputes")
    .description("List the open disputes of an arbiter, the most urgent first, with their evidence")
    .addOption(
      new Option("--arbiter <address>", "Arbiter who rules on them (default: your account)").argParser(as(toAddress)),
    )
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .addOption(serverOption())
    .action((options) =>
      runRead(session, options, async (context) => {
        const { client, escrow } = context
        const arbiter = await resolveAddress(session, options.arbiter)
        const { answer: found, server } = await readDisputes(context, arbiter, options)
        const [unitOf, now, stakes] = await Promise.all([
          getUnits(
            client,
            found.map(({ rental }) => rental.offer.token),
          ),
          getChainTime(client),
          Promise.all(found.map(({ rental }) => getStake(client, { escrow, rental }))),
        ])
        const listed = found.map(({ id, rental, state, evidence }, index) => ({
          id,
          contested: held(rental.offer, state),
          bond: bondLocked(rental.offer, state),
          stake: stakes[index] ?? 0n,
          rulingFrom: state.since + EVIDENCE_WINDOW,
          rulingUntil: closesAt(rental.offer, state),
          evidence,
          state,
          rental,
        }))
        const rows = listed.map(({ id, contested, bond, stake, rulingFrom, rulingUntil, evidence, rental }) => {
          const atStake = formatAmount(contested + bond + stake, unitOf(rental.offer.token))
          const from = rulingFrom > now ? formatMoment(rulingFrom, now) : "now"
          return [id, atStake, from, formatMoment(rulingUntil, now), evidence.map(({ uri }) => uri).join("\n")]
        })
        const head = ["rental", "at stake", "rule from", "until", "evidence"]
        const text = rows.length > 0 ? table(columnsOf(session.stdout), head, rows) : "No open disputes."
        return { json: { arbiter, server, now, disputes: listed }, text }
      }),
    )
}
