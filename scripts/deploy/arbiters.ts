// What kind of account each market's arbiter is. A single key can take every bond together with a renter of its own, so
// anything but a Safe of several owners is warned of.
import type { Address, Client } from "viem"
import { getCode } from "viem/actions"
import { CliError } from "../../cli/errors.ts"
import { readSafe } from "../../cli/safe/safe.ts"
import { arbitersOf, type Config } from "./config.ts"

export type Arbiter = {
  readonly address: Address
  /** `Safe 1.5.0, 2 of 3 owners`, `contract` or `not a contract`. */
  readonly kind: string
  readonly warning: string | undefined
}

/** One for each account that is an arbiter of the config. */
export async function inspectArbiters(client: Client, config: Config): Promise<Arbiter[]> {
  return Promise.all(arbitersOf(config).map((address) => inspectArbiter(client, address)))
}

async function inspectArbiter(client: Client, address: Address): Promise<Arbiter> {
  if (!(await getCode(client, { address }))) {
    const warning = `The arbiter ${address} has no code: it is a single key, or a contract that is still missing. ${ADVICE}`
    return { address, kind: "not a contract", warning }
  }
  try {
    const { version, owners, threshold } = await readSafe(client, address)
    const kind = `Safe ${version}, ${threshold} of ${owners.length} owners`
    const warning = `One owner alone rules as the arbiter ${address}. ${ADVICE}`
    return { address, kind, warning: threshold < 2n ? warning : undefined }
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== "NotASafe") throw error
    return {
      address,
      kind: "contract",
      warning: `The arbiter ${address} is a contract, but not a Safe. Check its code.`,
    }
  }
}

const ADVICE = "Use a Safe with a threshold of at least 2."
