// The contracts beside the escrow: each by its option, its variable, or the escrow's known deployment.
import { findDeployment } from "@gpuflow/escrow/deployments"
import type { Address } from "viem"
import { UsageError } from "../errors.ts"
import type { Session } from "../session.ts"
import { toAddress } from "../text/parse.ts"
import { type Context, fromEnv } from "./context.ts"

const contracts = {
  router: { title: "router", flag: "--router", variable: "GPUFLOW_ROUTER" },
  mandate: { title: "mandate contract", flag: "--mandate-contract", variable: "GPUFLOW_MANDATE_CONTRACT" },
} as const

/** The escrow that they belong to. */
type Place = { readonly chainId: number; readonly escrow: Address }

export const placeOf = ({ client, escrow }: Pick<Context, "client" | "escrow">): Place => ({
  chainId: client.chain.id,
  escrow,
})

/** The mandate contract. Returns nothing if it is not known. */
export const findMandateContract = (session: Session, place: Place, given: Address | undefined) =>
  find("mandate", session, place, given)

/** The mandate contract. Fails if it is not known. */
export const resolveMandateContract = (session: Session, place: Place, given: Address | undefined) =>
  resolve("mandate", session, place, given)

/** The router by which purchases are paid. Fails if it is not known. */
export const resolveRouter = (session: Session, place: Place, given: Address | undefined) =>
  resolve("router", session, place, given)

type Name = keyof typeof contracts

function find(name: Name, { env }: Session, place: Place, given: Address | undefined): Address | undefined {
  const { variable } = contracts[name]
  return given ?? fromEnv(env[variable], variable, toAddress) ?? findDeployment(place)?.[name]
}

function resolve(name: Name, session: Session, place: Place, given: Address | undefined): Address {
  const found = find(name, session, place, given)
  if (found) return found
  const { title, flag, variable } = contracts[name]
  const { chainId, escrow } = place
  throw new UsageError(`No ${title} is known for the escrow ${escrow}. Pass ${flag}, or set ${variable}.`, {
    chainId,
    escrow,
  })
}
