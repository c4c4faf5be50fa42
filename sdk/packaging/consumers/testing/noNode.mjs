// Prints what `startEscrow` says where neither Anvil nor Hardhat is.
import { startEscrow } from "@gpuflow/escrow/testing"

await startEscrow().then(
  () => console.log("started"),
  ({ code, message }) => console.log(`${code}: ${message}`),
)
