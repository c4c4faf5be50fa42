// A program in ECMAScript modules on viem.
import * as sdk from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { escrowBytecode } from "@gpuflow/escrow/bytecode"
import * as deploy from "@gpuflow/escrow/deploy"
import { DeploymentUnknownError, getDeployment } from "@gpuflow/escrow/deployments"

import { figuresOf, isAbsent } from "./figures.mjs"

function unknownChain() {
  try {
    return getDeployment(0)
  } catch (error) {
    return error instanceof DeploymentUnknownError && sdk.isEscrowError(error)
  }
}

const facts = {
  "ethers is not installed": await isAbsent("ethers"),
  "the ethers entry says so": await isAbsent("@gpuflow/escrow/ethers"),
  "internal modules are closed": await import("@gpuflow/escrow/core/codec.js").then(
    () => false,
    (error) => error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED",
  ),
  "the ABI has stop": escrowAbi.some(({ name }) => name === "stop"),
  "both entries have one bytecode": deploy.escrowBytecode === escrowBytecode && escrowBytecode.length > 40_000,
  "deployEscrow is there": typeof deploy.deployEscrow === "function",
  "an unknown chain is refused by name": unknownChain(),
}
console.log(JSON.stringify({ figures: figuresOf(sdk), facts }))
