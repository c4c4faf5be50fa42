// What a host sends to boards: signed offers, and requests to take them down.
import type { SignedOffer } from "@gpuflow/escrow/offer"
import type { Hex } from "viem"

/** What a board answered. `problem`: why it refused. `isSilent`: it has not answered, so the same can be sent again. */
export type BoardAnswer = {
  readonly board: string
  readonly problem: string | undefined
  readonly isSilent: boolean
}

const PATIENCE = 20_000

/** Puts a signed offer on every board. */
export async function putOffer(boards: readonly string[], signed: SignedOffer): Promise<readonly BoardAnswer[]> {
  const { serializeOffer } = await import("@gpuflow/escrow/offer")
  return atEach(boards, signed, "PUT", serializeOffer(signed))
}

/** Takes an offer down, by what its host signed. */
export function removeOffer(
  boards: readonly string[],
  signed: Pick<SignedOffer, "offer">,
  removal: { readonly expiry: bigint; readonly signature: Hex },
): Promise<readonly BoardAnswer[]> {
  const body = JSON.stringify({ expiry: Number(removal.expiry), signature: removal.signature })
  return atEach(boards, signed, "DELETE", body)
}

function atEach(
  boards: readonly string[],
  { offer: { host, machine } }: Pick<SignedOffer, "offer">,
  method: "PUT" | "DELETE",
  body: string,
): Promise<readonly BoardAnswer[]> {
  return Promise.all(
    boards.map(async (board): Promise<BoardAnswer> => {
      try {
        const response = await fetch(`${board}/offers/${host}/${machine}`, {
          ...{ method, body, headers: { "content-type": "application/json" } },
          signal: AbortSignal.timeout(PATIENCE),
        })
        const isSilent = response.status === 429 || response.status >= 500
        return { board, problem: response.ok ? undefined : await problemIn(response), isSilent }
      } catch (error) {
        return { board, problem: String(Object(error).message ?? error), isSilent: true }
      }
    }),
  )
}

/** Boards say what is wrong as RFC 9457 has it. */
async function problemIn(response: Response): Promise<string> {
  const answer: unknown = await response.json().catch(() => undefined)
  const { detail, title } = Object(answer) as Record<string, unknown>
  return String(detail ?? title ?? `HTTP ${response.status}`)
}
