import { escrowAbi } from "@gpuflow/escrow/abi"
import { getDeployment } from "@gpuflow/escrow/deployments"
import { createConfig } from "ponder"

const { PONDER_RPC_URL_137, GPUFLOW_ESCROW, GPUFLOW_FROM_BLOCK } = process.env

export default createConfig({
  chains: { polygon: { id: 137, rpc: PONDER_RPC_URL_137?.split(",") } },
  contracts: { RentalEscrow: { abi: escrowAbi, chain: "polygon", ...deployment() } },
})

/** Where the escrow is: as the environment says, or as the SDK knows. */
function deployment(): { readonly address: `0x${string}`; readonly startBlock: number } {
  if (GPUFLOW_ESCROW === undefined) {
    const { address, blockNumber } = getDeployment(137)
    return { address, startBlock: Number(blockNumber) }
  }
  return { address: GPUFLOW_ESCROW as `0x${string}`, startBlock: Number(GPUFLOW_FROM_BLOCK ?? 0) }
}
