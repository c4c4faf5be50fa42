import { isEscrowError, signPermit } from "@gpuflow/escrow"
import type { Address, Hex } from "viem"
import { toAccount } from "viem/accounts"
import { z } from "zod"
import type { Context } from "./context.ts"

/** No signature of anybody: what the probe answers when it is asked to sign. */
const NOBODYS: Hex = `0x${"11".repeat(64)}1b`

const schema = z.object({ name: z.string(), version: z.string() })
export type PermitDomain = z.output<typeof schema>

/** The domain that a token's permits are signed for, checked against the token's own hash of it; undefined: it has none. */
export async function permitDomain(
  { client, escrow }: Context,
  token: Address,
  owner: Address = escrow,
): Promise<PermitDomain | undefined> {
  let domain: PermitDomain | undefined
  const refuse = () => Promise.reject(new Error("The probe signs permits alone."))
  const account = toAccount({
    address: owner,
    signMessage: refuse,
    signTransaction: refuse,
    signTypedData: async (data) => {
      domain = schema.parse(data.domain)
      return NOBODYS
    },
  })
  try {
    await signPermit(client, { escrow, token, value: 0n, account })
    return domain
  } catch (error) {
    if (isEscrowError(error) && error.code === "PermitUnsupported") return undefined
    throw error
  }
}
