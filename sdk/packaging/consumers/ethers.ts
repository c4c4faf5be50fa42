// A typed program on ethers. Each `@ts-expect-error` marks code that the compiler must reject.
import { escrowAbi } from "@gpuflow/escrow/abi"
import { escrowBytecode } from "@gpuflow/escrow/bytecode"
import { getDeployment } from "@gpuflow/escrow/deployments"
import { decodeEvents, findEvent, isEscrowError, type Rental, rentalActions, toLog } from "@gpuflow/escrow/ethers"
import { Contract, JsonRpcProvider } from "ethers"

const provider = new JsonRpcProvider("http://127.0.0.1:8545")

export async function giveBack(rental: Rental): Promise<bigint> {
  const { address: escrow } = getDeployment(137)
  const actions = rentalActions(await provider.getSigner())
  try {
    const { events, hash } = await actions.stop({ escrow, rental })
    const logs = (await provider.getTransactionReceipt(hash))?.logs ?? []
    const again = decodeEvents({ escrow, logs: logs.map(toLog) })
    // @ts-expect-error a rental is more than its offer
    await actions.stop({ escrow, rental: rental.offer })
    return findEvent([...events, ...again], "Closed")?.args.toRenter ?? 0n
  } catch (error) {
    if (isEscrowError(error) && error.code === "NotDue") return error.args.dueAt
    throw error
  }
}

export async function deploy(owner: `0x${string}`) {
  const { deployEscrow } = rentalActions(await provider.getSigner())
  const { address } = await deployEscrow({ bytecode: escrowBytecode, owner, guardian: owner, treasury: owner })
  return new Contract(address, escrowAbi, provider)
}
