import type { Address } from "viem"
import { UsageError } from "../errors.ts"
import type { Session } from "../session.ts"
import { toAddress } from "../text/parse.ts"
import { fromEnv } from "./context.ts"

/** The router by which purchases are paid. */
export function resolveRouter({ env }: Session, router: Address | undefined): Address {
  const given = router ?? fromEnv(env["GPUFLOW_ROUTER"], "GPUFLOW_ROUTER", toAddress)
  if (given) return given
  throw new UsageError("The escrow's router is not known. Pass --router, or set GPUFLOW_ROUTER.")
}
