import { Option } from "@commander-js/extra-typings"
import { hashMachineDocument, type MachineDocument, serializeOffer, signOffer } from "@gpuflow/escrow/offer"
import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import type { SignedTerms } from "@gpuflow/host/offers"
import type { Address, Hash } from "viem"
import { signTypedData } from "viem/actions"
import { type AccountContext, getChainTime, openAccountContext } from "../../chain/context.ts"
import { resolveUnit } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { isStandardOutput, readJsonFile } from "../../files.ts"
import { parseMachineDocument } from "../../machine/document.ts"
import { openDestination, openHeartbeatDestination } from "../../offer/destination.ts"
import { runHeartbeat } from "../../offer/heartbeat.ts"
import { makeOffer } from "../../offer/makeOffer.ts"
import { type FoundProblems, findProblems } from "../../offer/offerProblems.ts"
import type { SignedOffer } from "../../offer/offerSource.ts"
import { givenTerms } from "../../offer/ownerTerms.ts"
import { openPin } from "../../offer/pin.ts"
import type { Session } from "../../session.ts"
import { note, type Result } from "../../terminal/output.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { formatAmount, type Unit } from "../../text/amounts.ts"
import { isHttpUrl } from "../../text/httpUrl.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { nameOfUrl } from "../../urlSecrets.ts"
import { runPlain } from "../run.ts"
import { offerCommand } from "./offerOptions.ts"
import { offerVerify } from "./offerVerify.ts"

/** Seconds. */
const DEFAULT_LIFETIME = 600n

export function offer(session: Session) {
  return offerCommand("offer")
    .description("Sign an offer for a machine, once or at an interval")
    .addOption(new Option("--machine <hash>", "Machine id; with --spec, replaces --document").argParser(as(toHash)))
    .addOption(
      new Option("--spec <hash>", "Hash of the machine's document; with --machine, replaces --document").argParser(
        as(toHash),
      ),
    )
    .option(
      "--to <destination>",
      "File to write, `-` for standard output, or endpoint that accepts PUT and DELETE (env: GPUFLOW_OFFERS_TOKEN for its bearer token)",
    )
    .option("--board <url>", "Server on whose board the offer is put, in place of --to")
    .addOption(
      new Option("--heartbeat <time>", "Interval at which to renew the offer, until stopped").argParser(
        as(toPositiveSeconds),
      ),
    )
    .option(
      "--follow-market",
      "With --heartbeat: also sign for another arbiter and a higher fee that the escrow's owner sets (default: stop)",
    )
    .option("--health <command>", "With --heartbeat: shell command that succeeds while the machine can be offered")
    .action(async (options) => {
      const context = await openAccountContext(session, options)
      const { client, escrow, account } = context
      const unit = await resolveUnit(context, options.token, options.price)
      if (unit.warning) note(session, `Note: ${unit.warning}`)
      const { document, ...hashes } = await readHashes(options)
      const expiresIn = options.expiresIn ?? (options.heartbeat ? 2n * options.heartbeat : DEFAULT_LIFETIME)

      const host = options.host ?? account.address
      const of = { host, machine: hashes.machine }
      const to = destinationOf(options, of)

      const sign = async (signed: SignedTerms): Promise<SignedOffer> => {
        const made = await makeOffer(context, { terms: options, signed, hashes, unit, expiresIn })
        const hostSignature = await signOffer(client, { escrow, offer: made, account })
        return { chainId: client.chain.id, escrow, offer: made, hostSignature, ...(document ? { document } : {}) }
      }
      if (options.heartbeat === undefined) {
        return runPlain(session, options, async () => {
          const destination = to === undefined ? undefined : await openDestination(session, to)
          const signed = await sign(await givenTerms(context, { ...options, host, token: unit.address }))
          const found = await findProblems(context, signed, unit)
          await destination?.publish(signed)
          if (found.warning !== undefined) note(session, `Warning: ${found.warning}.`)
          return reportOffer(context, { signed, found, unit, to })
        })
      }
      if (to === undefined) {
        throw new UsageError("--heartbeat needs a destination. Pass a file or an endpoint with --to, or a --board.")
      }
      if (!options.health) {
        throw new UsageError("--heartbeat needs a health check. Pass a command with --health, such as nvidia-smi.")
      }
      const pin = openPin(context, {
        ...options,
        to,
        subject: { ...of, chainId: client.chain.id, escrow, token: unit.address },
      })
      await runHeartbeat(context, {
        of,
        requireTerms: pin.require,
        sign: async (terms) => {
          const signed = await sign(terms)
          await pin.remember()
          return signed
        },
        findProblems: (signed) => findProblems(context, signed, unit),
        destination: await openHeartbeatDestination(session, to, of, () => signRemoval(context, of, expiresIn)),
        every: options.heartbeat,
        health: options.health,
        asJson: options.json === true,
      })
    })
    .addCommand(offerVerify(session))
}

/** Seconds for which a board takes an offer at most. */
const LONGEST_REMOVAL = 86_400n

/** Valid for as long as an offer that is signed now: a request takes down what expires no later than itself. */
async function signRemoval({ client, escrow, account }: AccountContext, of: Subject, expiresIn: bigint) {
  const validity = expiresIn < LONGEST_REMOVAL ? expiresIn : LONGEST_REMOVAL
  const expiry = (await getChainTime(client)) + validity
  const data = offerRemovalTypedData({ escrow, chainId: client.chain.id, removal: { ...of, expiry } })
  const signature = await signTypedData(client, { ...data, account })
  return { expiry: Number(expiry), signature }
}

type DestinationOptions = { readonly to?: string | undefined; readonly board?: string | undefined }

/** A file, an endpoint, or the place of the machine's offer on a board. Undefined: standard output. */
function destinationOf({ to, board }: DestinationOptions, { host, machine }: Subject): string | undefined {
  if (board === undefined) return isStandardOutput(to) ? undefined : to
  if (to !== undefined) throw new UsageError("--to and --board exclude each other. Pass one of them.")
  if (!isHttpUrl(board) || !URL.canParse(board)) {
    throw new UsageError(
      "--board is not an http or https URL. Pass the URL of a server, such as https://server.example.",
    )
  }
  const url = new URL(board)
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/offers/${host}/${machine}`
  return url.href
}

type Subject = { readonly host: Address; readonly machine: Hash }
type MachineOptions = {
  readonly document?: string | undefined
  readonly machine?: Hash | undefined
  readonly spec?: Hash | undefined
}
type MachineHashes = { readonly machine: Hash; readonly spec: Hash; readonly document?: MachineDocument }

async function readHashes({ document: file, machine, spec }: MachineOptions): Promise<MachineHashes> {
  if (!file) {
    if (machine && spec) return { machine, spec }
    throw new UsageError("The machine is missing. Pass --document machine.json, or both --machine and --spec.")
  }
  const document = parseMachineDocument(await readJsonFile(file), file)
  return { document, ...hashMachineDocument(document) }
}

type Report = {
  readonly signed: SignedOffer
  readonly found: FoundProblems
  readonly unit: Unit
  readonly to: string | undefined
}

/** Without a destination, the offer itself is the output, so that it can be redirected to a file. */
async function reportOffer({ session, client }: AccountContext, { signed, found, unit, to }: Report): Promise<Result> {
  const { offer: made, document } = signed
  const text = serializeOffer(signed, { indent: 2 })
  const json = { ...JSON.parse(text), takeable: found.takeable, problems: found.problems }
  if (to === undefined) return { json, text, isData: true }
  const now = await getChainTime(client)
  const longest = formatSeconds(made.maxDuration)
  const shown = facts(columnsOf(session.stdout), [
    ["machine", document ? `${document.gpu.count} × ${document.gpu.model}` : made.machine],
    ["price", `${formatAmount(made.pricePerHour, unit)} per hour`],
    ["duration", made.minDuration > 1n ? `${formatSeconds(made.minDuration)} to ${longest}` : `up to ${longest}`],
    ["bond", made.bond > 0n ? formatAmount(made.bond, unit) : "none"],
    ["start", made.startWindow === 0n ? "on payment" : `within ${formatSeconds(made.startWindow)} of payment`],
    ["dispute", `within ${formatSeconds(made.challengeWindow)} of the end`],
    ["expires", formatMoment(made.expiry, now)],
    isHttpUrl(to) ? ["sent to", nameOfUrl(to)] : ["written to", to],
  ])
  return { json, text: shown }
}
