// The tokens in which an account may have something at the escrow: those that the SDK lists, and those that a server names.
import { readServer } from "@gpuflow/escrow/server"
import type { Address } from "viem"
import type { Context } from "../chain/context.ts"
import { getKnownUnits, getUnit } from "../chain/tokens.ts"
import type { Unit } from "../text/amounts.ts"
import { type AskedServer, askServers, type ServerOption } from "./servers.ts"

type Holding = { readonly account: Address; readonly kind: "bonds" | "credits" }

/** Tokens of one account that are looked at. A server could name any number. */
const MOST_TOKENS = 50

export async function readTokens(context: Context, holding: Holding, options: ServerOption): Promise<Unit[]> {
  const { client } = context
  const known = await getKnownUnits(client)
  const { answer: named } = await askServers(context, options, {
    what: `the tokens of the ${holding.kind}`,
    unchecked: "The amounts are the chain's.",
    ask: (asked) => askTokens(context, holding, asked),
    readChain: async () => [],
    instead: "Only the known tokens are looked at.",
  })
  const isKnown = (token: Address) => known.some(({ address }) => address === token)
  const others = [...new Set(named)].filter((token) => !isKnown(token)).slice(0, MOST_TOKENS)
  return [...known, ...(await Promise.all(others.map((token) => getUnit(client, token))))]
}

async function askTokens({ client }: Context, { account, kind }: Holding, asked: AskedServer): Promise<Address[]> {
  const found = await readServer(client, { ...asked, operation: "getAccount", query: { account } })
  return found[kind].map(({ token }) => token)
}
