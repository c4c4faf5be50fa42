// A typed program on viem. Each `@ts-expect-error` marks code that the compiler must reject.
import {
  deposit,
  type EscrowEvent,
  findEvent,
  getState,
  isEscrowError,
  type Offer,
  type Rental,
  stop,
} from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { rentalActions } from "@gpuflow/escrow/actions"
import { escrowBytecode } from "@gpuflow/escrow/bytecode"
import { deployEscrow } from "@gpuflow/escrow/deploy"
import { getDeployment } from "@gpuflow/escrow/deployments"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { createWalletClient, getContract, http } from "viem"
import { polygon } from "viem/chains"

const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })

export async function rent(offer: Offer, hostSignature: `0x${string}`): Promise<bigint> {
  const { address: escrow, blockNumber } = getDeployment(137)
  const rental: Rental = { offer, renter: client.account.address, salt: "0x…" }
  const { id } = await deposit(client, { escrow, rental, duration: 3_600n, hostSignature })
  const { status, since } = await getState(client, { escrow, id, blockNumber })
  if (status !== "Active") throw new Error(`Not running since ${since}.`)
  const request = await prepareRequest(client, "stop", { escrow, rental })
  const { events } = await client.extend(rentalActions()).rental.stop({ escrow, rental })
  // @ts-expect-error a duration is a bigint
  await deposit(client, { escrow, rental, duration: 3_600, hostSignature })
  // @ts-expect-error there is no verb of this name
  await prepareRequest(client, "stopp", { escrow, rental })
  return request.value + paidTo(events)
}

export async function giveBack(escrow: `0x${string}`, rental: Rental) {
  try {
    return await stop(client, { escrow, rental })
  } catch (error) {
    if (isEscrowError(error) && error.code === "MachineBusy") return error.args.busyUntil satisfies bigint
    // @ts-expect-error a thrown value has no known type
    return error.code
  }
}

function paidTo(events: readonly EscrowEvent[]): bigint {
  const closed = findEvent(events, "Closed")
  // @ts-expect-error `Closed` has no such argument
  closed?.args.busyUntil
  return closed?.args.toHost ?? 0n
}

export async function deploy(owner: `0x${string}`) {
  const { address } = await deployEscrow(client, { owner, guardian: owner, treasury: owner })
  const fees: bigint = await getContract({ abi: escrowAbi, address, client }).read.fees([owner])
  return { address, fees, size: escrowBytecode.length }
}
