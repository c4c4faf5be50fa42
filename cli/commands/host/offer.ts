import { Option } from "@commander-js/extra-typings"
import { signOffer } from "@gpuflow/escrow"
import type { Hash } from "viem"
import { type Acting, nowOf, openActing } from "../../chain/context.ts"
import { tokenFor } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { readJson } from "../../files.ts"
import { hashesOf, type MachineDocument, toMachineDocument } from "../../machine/document.ts"
import { targetAt } from "../../offer/destination.ts"
import { heartbeat } from "../../offer/heartbeat.ts"
import { makeOffer, offering } from "../../offer/makeOffer.ts"
import type { SignedOffer } from "../../offer/signedOffer.ts"
import type { Session } from "../../session.ts"
import { facts, type Result } from "../../terminal/output.ts"
import { formatAmount, type Unit } from "../../text/amounts.ts"
import { toJson } from "../../text/json.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { runPlain } from "../run.ts"
import { offerVerify } from "./offerVerify.ts"

const LIFETIME = 600n

export function offer(session: Session) {
  return offering("offer")
    .description("sign an offer of a machine, once or as a heartbeat")
    .addOption(new Option("--machine <hash>", "in place of a document: the machine's id").argParser(as(toHash)))
    .addOption(
      new Option("--spec <hash>", "in place of a document: the hash of what is promised").argParser(as(toHash)),
    )
    .option(
      "--to <target>",
      "a file, or an endpoint that takes PUT and DELETE (GPUFLOW_OFFERS_TOKEN: its bearer token)",
    )
    .addOption(new Option("--heartbeat <time>", "sign again so often, until stopped").argParser(as(toPositiveSeconds)))
    .option("--health <command>", "with --heartbeat: offer only while this command succeeds")
    .action(async (options) => {
      const acting = await openActing(session, options)
      const { client, escrow, account } = acting
      const unit = await tokenFor(client, options.token, options.price)
      const { document, ...hashes } = await hashesFor(options)
      const expiresIn = options.expiresIn ?? (options.heartbeat ? 2n * options.heartbeat : LIFETIME)

      const sign = async (): Promise<SignedOffer> => {
        const made = await makeOffer(acting, { terms: options, hashes, unit, expiresIn })
        const hostSignature = await signOffer(client, { escrow, offer: made, account })
        return { chainId: client.chain.id, escrow, offer: made, hostSignature, ...(document ? { document } : {}) }
      }
      const target = options.to === undefined ? undefined : targetAt(session, options.to)
      if (options.heartbeat === undefined) {
        return runPlain(session, options, async () => {
          const signed = await sign()
          await target?.put(signed)
          return told(acting, signed, unit, options.to)
        })
      }
      if (!target) throw new UsageError("A heartbeat needs a place for its offers: --to a file or an endpoint.")
      if (!options.health)
        throw new UsageError("A heartbeat needs a command that tells whether the machine is well: --health.")
      const of = { host: options.host ?? account.address, machine: hashes.machine }
      await heartbeat(acting, {
        of,
        sign,
        target,
        every: options.heartbeat,
        health: options.health,
        asJson: options.json === true,
      })
    })
    .addCommand(offerVerify(session))
}

type Source = {
  readonly document?: string | undefined
  readonly machine?: Hash | undefined
  readonly spec?: Hash | undefined
}
type Hashes = { readonly machine: Hash; readonly spec: Hash; readonly document?: MachineDocument }

async function hashesFor({ document: file, machine, spec }: Source): Promise<Hashes> {
  if (!file) {
    if (machine && spec) return { machine, spec }
    throw new UsageError("Say what is offered: --document machine.json, or --machine and --spec.")
  }
  const document = toMachineDocument(await readJson(file), file)
  return { document, ...hashesOf(document) }
}

/** Without a target, the offer itself is the result, ready for a file. */
async function told({ client }: Acting, signed: SignedOffer, unit: Unit, to: string | undefined): Promise<Result> {
  const { offer: made } = signed
  if (to === undefined) return { json: signed, text: toJson(signed, 2) }
  const now = await nowOf(client)
  const amount = (value: bigint) => formatAmount(value, unit)
  const text = facts([
    ["offered", signed.document ? `${signed.document.gpu.count} × ${signed.document.gpu.model}` : made.machine],
    ["price", `${amount(made.pricePerHour)} an hour`],
    ["for", `${formatSeconds(made.minDuration)} to ${formatSeconds(made.maxDuration)}`],
    ["bond", amount(made.bond)],
    ["start", made.startWindow === 0n ? "when it is paid" : `within ${formatSeconds(made.startWindow)}`],
    ["dispute", `within ${formatSeconds(made.challengeWindow)} after the end`],
    ["expires", formatMoment(made.expiry, now)],
    ["at", to],
  ])
  return { json: signed, text }
}
