// The tools. Each is a verb of the program, with its arguments checked and its result bounded.
import { cost, getRental, type Offer } from "@gpuflow/escrow"
import { type FoundOffer, findOffers } from "@gpuflow/escrow/server"
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"
import type { Hash } from "viem"
import { z } from "zod"
import { askDoor } from "../access/askDoor.ts"
import { askForDocument } from "../access/findDocument.ts"
import { type Context, openContext } from "../chain/context.ts"
import { findUnit, getUnit, getUnits } from "../chain/tokens.ts"
import { executeSigned } from "../commands/everyone/mandates.ts"
import { showRental } from "../commands/everyone/show.ts"
import { disputeRental } from "../commands/renter/dispute.ts"
import { extendRental } from "../commands/renter/extend.ts"
import { rentOffers } from "../commands/renter/rent.ts"
import { stopRental } from "../commands/renter/stop.ts"
import { CliError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { readTextFile } from "../files.ts"
import { readDocument } from "../machine/document.ts"
import { readMandates } from "../mandate/mandateFiles.ts"
import { readServers } from "../server/servers.ts"
import { formatAmount, toAmount, type Unit } from "../text/amounts.ts"
import { toHash, toPositiveSeconds } from "../text/parse.ts"
import { LimitExceeded, refused, toExpense } from "./allowance.ts"
import { openOfferBook } from "./foundOffers.ts"
import { guardAccount } from "./guardedAccount.ts"
import { openCall, toFailedResult, toResult } from "./toolCall.ts"
import { boundedText, untrusted } from "./untrusted.ts"
import { type McpPlace, openWrites, type Written } from "./writes.ts"

const rentalId = z.string().max(66).describe("Rental id: 0x and 64 hexadecimal digits")
const time = z.string().max(30).describe("A time such as 8h, 1h30m, 45m or 30d")
const confirm = z
  .boolean()
  .default(false)
  .describe("false: simulate only, and return what would be done and paid. true: sign and send")

const readOnly = { readOnlyHint: true, openWorldHint: true } as const
const writing = { readOnlyHint: false, destructiveHint: true, openWorldHint: true } as const

/** Milliseconds that a machine may take to be ready, within one call of `access`. */
const PATIENCE = 30_000

type Extra = { readonly signal: AbortSignal }

export function registerTools(server: McpServer, place: McpPlace): void {
  const book = openOfferBook()
  const write = openWrites(place, server)

  /** A call that signs nothing. */
  const reading = async (
    { signal }: Extra,
    read: (context: Context, notes: () => readonly string[]) => Promise<Json>,
  ) => {
    const call = openCall(place.session, signal, async () => {
      throw new CliError(exitCodes.unexpected, "SigningRefused", "A call that only reads does not sign.")
    })
    try {
      return toResult(call.session, await read(await openContext(call.session, place.options), call.notes))
    } catch (error) {
      return toFailedResult(call.session, error)
    }
  }
  /** A call that signs, if it is confirmed. */
  const sending = async (extra: Extra, isConfirmed: boolean, send: () => Promise<Written>) => {
    try {
      const { call, result } = await send()
      return toResult(call.session, { sent: isConfirmed, ...summaryOf(result.json), notes: call.notes() })
    } catch (error) {
      return toFailedResult({ ...place.session, signal: extra.signal }, error)
    }
  }

  server.registerTool(
    "find",
    {
      title: "Find machines",
      description:
        "Finds offers of machines on the configured boards. Each offer is checked against the chain; the cheapest comes first. Pass the `offer` of a result to `quote` or `rent`. What a host says of its machine is in `untrusted`.",
      annotations: readOnly,
      inputSchema: {
        gpu: z.array(z.string().max(60)).max(10).optional().describe("Parts of the GPU's model, such as H100"),
        region: z.array(z.string().max(60)).max(10).optional().describe("Parts of the location"),
        minGpus: z.int().min(1).max(1_000).optional(),
        minMemoryGB: z.int().min(1).max(10_000).optional().describe("Least memory of each GPU"),
        time: time
          .optional()
          .describe("The rental time: shows whole prices, and leaves out offers that do not allow it"),
        token: z.string().max(60).optional().describe("Symbol or address of the token to pay with"),
        maxPricePerHour: z.string().max(60).optional().describe("Needs `token`. An amount such as 1.60"),
        maxDollarsPerHour: z
          .string()
          .regex(/^\d{1,12}(\.\d{1,6})?$/)
          .optional(),
        limit: z.int().min(1).max(50).default(10),
      },
    },
    (wanted, extra) =>
      reading(extra, async (context) => {
        const { client, escrow, session } = context
        const boards = boardsOf(place)
        if (boards.length === 0)
          throw new UsageError("This server has no boards. Its owner names them in the settings.")
        if (wanted.maxPricePerHour !== undefined && wanted.token === undefined) {
          throw new UsageError("`maxPricePerHour` needs `token`. Pass the token, or pass `maxDollarsPerHour`.")
        }
        const unit = wanted.token === undefined ? undefined : await findUnit(client, wanted.token)
        const duration = wanted.time === undefined ? undefined : toPositiveSeconds(wanted.time)
        const filters = {
          duration,
          gpu: wanted.gpu,
          region: wanted.region,
          minGpus: wanted.minGpus,
          minMemory: wanted.minMemoryGB,
          token: unit?.address,
          renter: place.account?.address,
          maxPricePerHour:
            unit && wanted.maxPricePerHour !== undefined ? toAmount(wanted.maxPricePerHour, unit) : undefined,
          maxDollarsPerHour: wanted.maxDollarsPerHour,
        }
        const { offers, sources } = await findOffers(client, { escrow, boards, filters, signal: session.signal })
        const shown = offers.slice(0, wanted.limit)
        const unitOf = await getUnits(
          client,
          shown.map(({ signed }) => signed.offer.token),
        )
        return {
          offers: shown.map((offer) =>
            offerJson(book.remember(readableOf(offer)), offer, { unit: unitOf(offer.signed.offer.token), duration }),
          ),
          more: offers.length - shown.length,
          boards: sources.map(({ board, found, error }) => ({ board, found, ...(error ? { error: error.code } : {}) })),
        }
      }),
  )

  server.registerTool(
    "quote",
    {
      title: "Quote a rental",
      description:
        "Shows what a rental of an offer would cost and risk, by simulating it, and whether the spending limits allow it. Sends nothing.",
      annotations: readOnly,
      inputSchema: { offer: z.string().max(8_000).describe("`offer` of a result of `find`, or an offer's link"), time },
    },
    ({ offer, time: text }, extra) =>
      sending(extra, false, async () => {
        const signed = await book.resolve(offer)
        const duration = toPositiveSeconds(text)
        const written = await write({
          confirm: false,
          pays: true,
          signal: extra.signal,
          run: (context, options) => rentOffers(context, { ...options, for: duration, ...accepted(place) }, [signed]),
        })
        const unit = await readUnit(place, written, signed.offer)
        const summary: unknown = Reflect.get(Object(written.result.json), "summary")
        const limits = verdict(place, { offer: signed.offer, duration, rental: hashIn(summary) })
        const price = formatAmount(cost(signed.offer.pricePerHour, duration), unit)
        return { ...written, result: { ...written.result, json: { ...Object(written.result.json), price, limits } } }
      }),
  )

  server.registerTool(
    "rent",
    {
      title: "Rent a machine",
      description:
        "Pays for a rental of an offer with the configured account, which becomes the renter. Without `confirm`, only simulates. The spending limits of the account's owner cannot be exceeded. Pass an `order` to make the call safe to repeat: the same order is paid once.",
      annotations: writing,
      inputSchema: {
        offer: z.string().max(8_000).describe("`offer` of a result of `find`, or an offer's link"),
        time,
        order: z.string().min(1).max(200).optional().describe("Your name for the order. The same order is paid once"),
        confirm,
      },
    },
    (wanted, extra) =>
      sending(extra, wanted.confirm, async () => {
        const signed = await book.resolve(wanted.offer)
        const duration = toPositiveSeconds(wanted.time)
        return write({
          confirm: wanted.confirm,
          pays: true,
          signal: extra.signal,
          run: (context, options) =>
            rentOffers(
              context,
              { ...options, ...relayed(place), ...accepted(place), for: duration, order: wanted.order },
              [signed],
            ),
        })
      }),
  )

  server.registerTool(
    "access",
    {
      title: "Get into a rented machine",
      description:
        "Asks the rented machine to let an SSH key in, and returns host, port, user and the checked host key. Write the host key into a known_hosts file and connect with StrictHostKeyChecking=yes. Costs nothing. If the machine is not ready, call it again.",
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
      inputSchema: {
        rental: rentalId,
        publicKey: z
          .string()
          .max(10_000)
          .optional()
          .describe("The public SSH key, as one line of OpenSSH. Default: the key of the settings"),
      },
    },
    ({ rental, publicKey: given }, extra) =>
      reading(extra, async (context) => {
        const { account, allowance } = place
        if (!account) throw new UsageError("No account is configured for this server, so it cannot ask for access.")
        const id = toHash(rental)
        const file = allowance?.settings.publicKeyFile
        const publicKey = given ?? (file === undefined ? undefined : (await readTextFile(file)).text)
        if (publicKey === undefined) throw new UsageError("Pass `publicKey`. The settings of this server name no key.")
        const { client, escrow, session } = context
        const { rental: terms } = await getRental(client, { escrow, id })
        const { spec } = terms.offer
        const document = book.documentOf(spec) ?? (await askForDocument(session, boardsOf(place), spec))
        if (!document) {
          throw new UsageError(
            "No board has the document of this rental's offer. Call `find` first, or ask the host for it.",
          )
        }
        const access = await askDoor(context, {
          ...{ rental: id, document, publicKey: publicKey.trim(), patience: PATIENCE },
          account: guardAccount(account, { grant: () => ({ contracts: [], isAccess: true }), onSign: () => undefined }),
        })
        const { host, port, user, hostKey, endsAt } = access
        return { rental: id, port, endsAt, untrusted: untrusted({ host, user }), hostKey: boundedText(hostKey, 2_000) }
      }),
  )

  server.registerTool(
    "extend",
    {
      title: "Extend a rental",
      description:
        "Buys more time for a running rental of the configured account. With `byMandate`, the renter's account pays instead, within a mandate that the renter has signed. Without `confirm`, only simulates.",
      annotations: writing,
      inputSchema: {
        rental: rentalId,
        total: time
          .optional()
          .describe("New duration in all, such as 9h. Repeated, it buys once. Not with `byMandate`"),
        byMandate: z.boolean().default(false).describe("Extend by one step of the renter's signed mandate"),
        confirm,
      },
    },
    (wanted, extra) =>
      sending(extra, wanted.confirm, () => {
        const id = toHash(wanted.rental)
        if (wanted.byMandate) return extendByMandate(place, write, { ...wanted, id, signal: extra.signal })
        if (wanted.total === undefined) throw new UsageError("Pass `total`, the new duration in all.")
        const total = toPositiveSeconds(wanted.total)
        return write({
          confirm: wanted.confirm,
          pays: true,
          signal: extra.signal,
          async run(context, options) {
            const { rental } = await getRental(context.client, { escrow: context.escrow, id })
            // Anyone may pay for a rental. An agent must not pay for a stranger's.
            if (rental.renter.toLowerCase() !== context.account.address.toLowerCase()) {
              throw new LimitExceeded(`Rental ${id} belongs to another renter, ${rental.renter}.`, { id })
            }
            return extendRental(context, { ...options, ...relayed(place) }, { id, total })
          },
        })
      }),
  )

  server.registerTool(
    "stop",
    {
      title: "Stop a rental",
      description:
        "Ends a rental of the configured account: the host is paid for the time served, and the rest comes back. In a dispute, it concedes. Without `confirm`, only simulates.",
      annotations: writing,
      inputSchema: { rental: rentalId, confirm },
    },
    (wanted, extra) =>
      sending(extra, wanted.confirm, () => {
        const id = toHash(wanted.rental)
        const run: Parameters<typeof write>[0]["run"] = (context, options) => stopRental(context, options, id)
        return write({ confirm: wanted.confirm, pays: false, signal: extra.signal, run })
      }),
  )

  server.registerTool(
    "dispute",
    {
      title: "Dispute a rental",
      description:
        "Disputes a rental of the configured account, for which it did not get what was promised. Takes a stake of 5 % of the amount at risk, which counts against the limits, and ends the rental. Without `confirm`, only simulates.",
      annotations: writing,
      inputSchema: {
        rental: rentalId,
        evidence: z.string().min(1).max(1_000).describe("URI of the evidence, such as ipfs://… or https://…"),
        confirm,
      },
    },
    (wanted, extra) =>
      sending(extra, wanted.confirm, () => {
        const id = toHash(wanted.rental)
        const dispute = { id, evidenceURI: wanted.evidence }
        const run: Parameters<typeof write>[0]["run"] = (context, options) => disputeRental(context, options, dispute)
        return write({ confirm: wanted.confirm, pays: true, signal: extra.signal, run })
      }),
  )

  server.registerTool(
    "show",
    {
      title: "Show a rental, or the account",
      description:
        "Shows a rental: its status, its end, what it has cost, and its deadlines. Without a rental, shows the account and what is left of its spending limits.",
      annotations: readOnly,
      inputSchema: { rental: rentalId.optional() },
    },
    ({ rental }, extra) =>
      reading(extra, async (context) => {
        if (rental === undefined) return accountJson(place, context)
        const { json } = await showRental(context, toHash(rental))
        return Object(json)
      }),
  )
}

const boardsOf = ({ session, allowance }: McpPlace): readonly string[] =>
  allowance?.settings.boards ?? readServers(session, {})

type Json = Readonly<Record<string, unknown>>
type Write = ReturnType<typeof openWrites>

/** Options by which a relayer sends purchases, if the settings name one. */
function relayed({ allowance }: McpPlace) {
  const relay = allowance?.settings.relay
  return relay ? { gasless: true as const, relay: relay.url, maxFee: relay.maxFee } : {}
}

const accepted = ({ allowance }: McpPlace) => ({ accept: allowance?.settings.accept ?? [] })

/** The offer with its document in the program's form. A document of another form is left out. */
function readableOf({ signed: { document, ...signed } }: FoundOffer) {
  const found = document === undefined ? undefined : readDocument(document).document
  return found ? { ...signed, document: found } : signed
}

function offerJson(
  hash: Hash,
  found: FoundOffer,
  { unit, duration }: { readonly unit: Unit; readonly duration: bigint | undefined },
): Json {
  const { signed, dollarsPerHour, record } = found
  const { offer } = signed
  return {
    offer: hash,
    host: offer.host,
    token: offer.token,
    pricePerHour: formatAmount(offer.pricePerHour, unit),
    dollarsPerHour,
    ...(duration === undefined ? {} : { price: formatAmount(cost(offer.pricePerHour, duration), unit) }),
    bond: formatAmount(offer.bond, unit),
    minSeconds: offer.minDuration,
    maxSeconds: offer.maxDuration,
    startWindowSeconds: offer.startWindow,
    challengeWindowSeconds: offer.challengeWindow,
    expiresAt: offer.expiry,
    untrusted: untrusted({ document: signed.document, record }),
  }
}

/** What a verb says, without the calls' data and what is not for a model. */
function summaryOf(json: unknown): Json {
  const { transactions, ...rest } = Object(json)
  const shown = Array.isArray(transactions)
    ? transactions.map((transaction: object) =>
        Object.fromEntries(Object.entries(transaction).filter(([name]) => name !== "data")),
      )
    : []
  return { ...rest, transactions: shown }
}

const hashIn = (summary: unknown): Hash => toHash(String(Reflect.get(Object(summary), "id")))

async function readUnit({ options }: McpPlace, { call }: Written, { token }: Offer): Promise<Unit> {
  const { client } = await openContext(call.session, options)
  return getUnit(client, token)
}

/** Whether the limits allow a rental now. */
function verdict(
  { allowance }: McpPlace,
  { offer, duration, rental }: { readonly offer: Offer; readonly duration: bigint; readonly rental: Hash },
) {
  if (!allowance) return { allowed: false, reason: "This server has no settings, so it only rehearses." }
  const amount = cost(offer.pricePerHour, duration)
  try {
    const { expense, limits, unit } = toExpense(allowance, { verb: "rent", rental, offer, duration, amount })
    const refusal = allowance.ledger.refusal(expense, limits)
    if (refusal) throw refused(refusal, expense, unit)
    return { allowed: true }
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error
    return { allowed: false, reason: error.message }
  }
}

function accountJson({ account, allowance }: McpPlace, { client, escrow }: Context): Json {
  const limits = (allowance?.tokens ?? []).map(({ unit, limits: of }) => {
    const { ofDay, ofAll } = allowance?.ledger.spending(unit.address) ?? { ofDay: 0n, ofAll: 0n }
    const left = (most: bigint, spent: bigint) => formatAmount(most > spent ? most - spent : 0n, unit)
    return {
      token: unit.address,
      symbol: unit.symbol,
      perHour: formatAmount(of.perHour, unit),
      perRental: formatAmount(of.perRental, unit),
      leftToday: left(of.perDay, ofDay),
      leftInAll: left(of.total, ofAll),
    }
  })
  const { hosts, accept, confirmation } = allowance?.settings ?? {}
  return {
    account: account?.address,
    chainId: client.chain.id,
    escrow,
    canSend: Boolean(account && allowance),
    limits,
    hosts,
    accept,
    confirmation,
  }
}

/** One step of a mandate. Its own limits are kept by its contract; the renter's account pays. */
async function extendByMandate(
  place: McpPlace,
  write: Write,
  { id, confirm: isConfirmed, signal }: { readonly id: Hash; readonly confirm: boolean; readonly signal: AbortSignal },
): Promise<Written> {
  const folder = place.allowance?.settings.mandates
  if (folder === undefined)
    throw new UsageError("This server has no mandates. Its owner names their folder in the settings.")
  const files = await readMandates(folder)
  const found = files.flatMap((file) =>
    "signed" in file && file.signed.mandate.rentalId.toLowerCase() === id ? [file.signed] : [],
  )
  const [signed] = found
  if (!signed) throw new UsageError(`There is no signed mandate for rental ${id}.`, { id })
  // A tip would be the agent's gain by its own act.
  return write({
    confirm: isConfirmed,
    pays: false,
    signal,
    run: (context, options) => executeSigned(context, { ...options, tip: "0" }, signed),
  })
}

export const describeLimits = (place: McpPlace): string => {
  if (!place.allowance) return "This server has no settings: it finds, quotes and shows, and sends nothing."
  const { tokens } = place.allowance
  const sentences = tokens.map(
    ({ unit, limits }) =>
      `At most ${formatAmount(limits.perHour, unit)} per hour, ${formatAmount(limits.perRental, unit)} for a rental, ${formatAmount(limits.perDay, unit)} in 24 hours, ${formatAmount(limits.total, unit)} in all.`,
  )
  return ["The account's owner has set these limits, and no tool can exceed them.", ...sentences].join(" ")
}
