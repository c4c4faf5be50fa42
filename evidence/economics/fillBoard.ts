// A board that one side fills with offers that can be taken, before an honest host comes.
import { serializeOffer } from "@gpuflow/escrow/offer"
import { createClient, custom } from "viem"
import { getBlockNumber } from "viem/actions"
import { polygon } from "viem/chains"

import { openBoard } from "../../server/board/board.ts"
import { Refusal } from "../../server/board/refusals.ts"
import { parseSettings } from "../../server/settings.ts"
import { openEmptyDatabase } from "../../test/support/databases.ts"
import { DAY } from "../../test/support/offer.ts"
import { until } from "../../test/support/until.ts"
import { machineId, type Party, type Stage } from "./stage.ts"

const HOSTS: readonly Party[] = ["attacker", "accomplice"]
/** Offers of each of them. A server's board takes 1 000 of each host by default. */
const OF_EACH = 4
/** Milliseconds. */
const POLLING = 10

/**
 * Fills a small board with offers of one bond each, and counts what the attackers spend as often as a whole board needs
 * it for a day. Returns what the board says to an honest host's offer after that; "none" if it lists it.
 */
export async function fillBoard(stage: Stage, bond: bigint): Promise<string> {
  await stage.fundBond("host", stage.bond())
  await stage.begin()
  for (const host of HOSTS) await stage.fundBond(host, BigInt(OF_EACH) * bond)

  const client = createClient({
    chain: polygon,
    transport: custom(stage.chain.provider),
    cacheTime: 0,
    pollingInterval: POLLING,
  })
  const database = await openEmptyDatabase("pglite")
  const board = await openBoard({
    database,
    place: { client, chainId: polygon.id, escrow: stage.escrow.address },
    limits: { maxOffers: OF_EACH * HOSTS.length, maxOffersPerHost: OF_EACH },
    log: { info() {}, warn() {} },
    role: "writer",
    pollInterval: POLLING,
    maxReorgDepth: 256,
    boards: [],
    readRate: async () => 1e-6,
  })
  try {
    const latest = await getBlockNumber(client, { cacheTime: 0 })
    await until(() => (board.head()?.block ?? -1n) >= latest)
    const put = async (by: Party, machine: number, locked: bigint) => {
      const host = stage.addressOf(by)
      const offer = stage.offer({ host, payee: host, bond: locked, machine: machineId(machine) })
      const hostSignature = await stage.signatureOf(offer)
      const text = serializeOffer({ chainId: polygon.id, escrow: stage.escrow.address, offer, hostSignature })
      await board.put(text, { host: host.toLowerCase(), machine: offer.machine, address: "192.0.2.1" })
    }
    for (const host of HOSTS) for (let machine = 0; machine < OF_EACH; ++machine) await put(host, machine, bond)
    // The defaults of a server.
    const place = { rpcUrls: ["http://127.0.0.1"], escrow: stage.escrow.address, fromBlock: 0n }
    const { maxOffers, maxOffersPerHost } = parseSettings(place)
    stage.repeat(BigInt(Math.ceil(maxOffers / maxOffersPerHost)) / BigInt(HOSTS.length))
    stage.tieUp(BigInt(maxOffers) * bond, DAY)
    return await put("host", 0, stage.bond()).then(
      () => "none",
      (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
    )
  } finally {
    await board.stop()
    await database.close()
  }
}
