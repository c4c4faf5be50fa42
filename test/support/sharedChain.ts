// One chain inside this process for the tests that go through the SDK. Each of them starts from a fixture, so that a
// contract is deployed once and the chain is put back before the next test.
import { custom } from "viem"

import { MULTICALL3 } from "../../sdk/core/multicall.ts"
import { placePolygon } from "../../sdk/testing/setUp.ts"
import { openChain } from "./chain.ts"
import { openEscrow } from "./escrow.ts"
import { ROLES, type Role } from "./parties.ts"

export const chain = await openChain()
export const { viem, networkHelpers, provider } = chain

/** The fixture's escrow with markets for a dollar token and for the native coin, and a client for each party. */
export type World = Awaited<ReturnType<typeof deployed>>

/** A fixture: the parties, a dollar token with plenty for those who pay, and an escrow with its markets. */
export async function deployed() {
  // Another file may have placed it. Tests that change the answers to single calls need the chain without it.
  await networkHelpers.setCode(MULTICALL3, "0x")
  const { escrow, token } = await openEscrow(chain, {
    token: ["Token", "USD Coin", "USDC", 6],
    rich: ["host", "renter", "payer", "stranger"],
    purse: 10n ** 12n,
  })
  const client = await viem.getPublicClient()
  return { client, escrow: escrow.address, token: token.address, ...(await wallets()) }
}

/** A fixture: the tokens and price feeds of Polygon at their own addresses. */
export async function polygon() {
  await placePolygon(chain.rpc)
  return viem.getPublicClient()
}

/**
 * Requests go to the chain as they are, unless `change` has another answer; a method that the chain does not know is
 * requested under another name.
 */
export function transport(
  change?: (method: string, answer: unknown, params: readonly unknown[]) => unknown,
  names: Readonly<Record<string, string>> = {},
) {
  return custom({
    request: async ({ method: asked, params }: { method: string; params?: unknown[] }) => {
      const method = names[asked] ?? asked
      const answer = await provider.request({ method, params: params ?? [] })
      return change ? change(method, answer, params ?? []) : answer
    },
  })
}

/** The clients whose accounts the chain signs for. */
async function wallets() {
  const clients = await viem.getWalletClients()
  const of = (role: Role) => {
    const client = clients[ROLES.indexOf(role)]
    if (!client) throw new Error(`The chain has no account for the ${role}.`)
    return client
  }
  return {
    owner: of("owner"),
    host: of("host"),
    renter: of("renter"),
    payer: of("payer"),
    arbiter: of("arbiter"),
    treasury: of("treasury"),
    guardian: of("guardian"),
    operator: of("operator"),
    payee: of("payee"),
    stranger: of("stranger"),
  }
}
