// HTTP 402 for machines: what a rental of an offer costs and how it is paid, in the form of x402's answers, under a scheme
// of its own. Once the rental is on the chain, its id opens the way to the machine's door.
import { cost, getRental, isEscrowError, type RentalState } from "@gpuflow/escrow"
import { parseDocument } from "@gpuflow/escrow/machine"
import { type Client, type Hash, type Hex, zeroAddress } from "viem"
import { getBlock, getBlockNumber } from "viem/actions"
import type { Board } from "../../board/board.ts"
import type { ServerSettings } from "../../settings.ts"
import { Problem } from "../problem.ts"
import type { BoardOffer } from "./boardAnswers.ts"

/** Clients that pay by another scheme, such as `exact`, find none that they know: money sent outside of a rental strands. */
const SCHEME = "rental-escrow" as const

const HOUR = 3_600
/** Seconds for which the terms are held out, at most. */
const LONGEST_OFFER = 3_600

type Front = {
  readonly settings: Pick<ServerSettings, "chainId" | "escrow" | "router">
  readonly client: Client
  readonly board: Board
}

type Asked = {
  readonly url: string
  readonly offer: BoardOffer
  readonly duration: number | undefined
  /** Why the request was not answered with the machine. */
  readonly error: string
}

/** The answer of 402: its body, and the header that carries the same. */
export function requirePayment({ settings, board }: Front, { url, offer: listed, duration: given, error }: Asked) {
  const { signed, hash, freeAt } = listed
  const { offer } = signed
  const number = (name: string) => Number(offer[name])
  const [shortest, longest, expiry] = [number("minDuration"), number("maxDuration"), number("expiry")]
  const duration = given ?? Math.min(Math.max(shortest, HOUR), longest)
  if (duration < shortest || duration > longest) {
    const detail = `The offer allows rentals of ${shortest} to ${longest} seconds. Ask for a duration within these bounds.`
    throw new Problem(400, "DurationOutOfBounds", detail, { minimum: shortest, maximum: longest })
  }
  const now = board.head()?.timestamp ?? 0
  if (freeAt > now) {
    throw new Problem(409, "MachineBusy", "The machine is rented. Ask again when it is free.", { freeAt }, freeAt - now)
  }
  const { chainId, escrow, router } = settings
  const payment = {
    x402Version: 2 as const,
    error,
    resource: {
      url,
      description: "A rental of a machine, paid by the second out of an escrow",
      mimeType: "application/json",
    },
    accepts: [
      {
        scheme: SCHEME,
        network: `eip155:${chainId}`,
        amount: String(cost(BigInt(String(offer["pricePerHour"])), BigInt(duration))),
        asset: String(offer["token"]),
        // Nobody is paid by a transfer. One to this address fails instead of stranding.
        payTo: zeroAddress,
        maxTimeoutSeconds: Math.max(1, Math.min(expiry - now, LONGEST_OFFER)),
        extra: {
          escrow,
          duration,
          offerHash: hash,
          offer: signed,
          pay: [
            { way: "deposit", contract: escrow, verb: "deposit" },
            ...(router === undefined ? [] : [{ way: "purchase", contract: router, verb: "rent" }]),
          ],
          next: "Ask for this URL again with the query parameter `rental`, the id of the rental that was paid.",
        },
      },
    ],
  }
  return { payment, header: Buffer.from(JSON.stringify(payment)).toString("base64") }
}

type Machine = { readonly host: string; readonly machine: string }

/** The way into a machine that was paid for, or why the id does not show that it was. */
export async function openRental(front: Front, { host, machine }: Machine, id: Hash) {
  const { settings, client, board } = front
  const { escrow } = settings
  const read = await fromChain(async () =>
    Promise.all([getRental(client, { escrow: escrow as Hex, id }), getBlock(client)]).catch((error: unknown) => {
      if (isEscrowError(error) && error.code === "RentalNotFound") return undefined
      throw error
    }),
  )
  if (!read)
    return { error: "There is no such rental yet. Pay for one, or ask again once its transaction is in a block." }
  const [{ rental, state }, { timestamp: now }] = read
  const { offer, renter } = rental
  if (offer.host.toLowerCase() !== host || offer.machine.toLowerCase() !== machine) {
    return { error: "This rental is of another machine. Pay for this one." }
  }
  const endsAt = endOf(state)
  if (endsAt === undefined || (endsAt !== null && endsAt <= now)) {
    // The board follows the chain by polls. Before it has read the end of the rental, the machine is rented for it, and
    // an offer that is valid for less time than the rental is not listed.
    const block = await fromChain(() => getBlockNumber(client, { cacheTime: 0 }))
    await board.reach(block, PATIENCE)
    return { error: "This rental is over. Pay for another one." }
  }
  return {
    answer: {
      rental: id,
      renter,
      status: state.status,
      endsAt: endsAt === null ? null : Number(endsAt),
      spec: offer.spec,
      access: await accessOf(board, offer.spec),
    },
  }
}

async function fromChain<answer>(read: () => Promise<answer>): Promise<answer> {
  return read().catch(() => {
    const detail = "The chain cannot be read now. Try again in a few seconds."
    throw new Problem(503, "ChainUnavailable", detail, {}, RETRY_AFTER)
  })
}

/** Seconds. */
const RETRY_AFTER = 5
/** Milliseconds that the board has to reach the block of which the rental was read. */
const PATIENCE = 5_000

/** When the paid time is over. Null: it has not begun. Undefined: it is over, whatever the time is. */
function endOf({ status, since, duration }: RentalState): bigint | null | undefined {
  if (status === "Funded") return null
  return status === "Active" ? since + duration : undefined
}

/** The door and the host key, from the document that the rental's offer was signed with. */
async function accessOf(board: Board, spec: Hash) {
  try {
    const { access } = parseDocument(JSON.parse(await board.document(spec)))
    return access ? { ...access, request: `${access.endpoint.replace(/\/+$/, "")}/access` } : null
  } catch {
    // The board does not have the document, or it has another form.
    return null
  }
}
