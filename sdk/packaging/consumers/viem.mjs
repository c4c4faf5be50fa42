// An ECMAScript module on viem.
import * as sdk from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { escrowBytecode } from "@gpuflow/escrow/bytecode"
import * as deploy from "@gpuflow/escrow/deploy"
import { DeploymentUnknownError, getDeployment } from "@gpuflow/escrow/deployments"
import * as offers from "@gpuflow/escrow/offer"

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
  "the ethers entry cannot be imported without it": await isAbsent("@gpuflow/escrow/ethers"),
  "internal modules cannot be imported": await import("@gpuflow/escrow/core/codec.js").then(
    () => false,
    (error) => error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED",
  ),
  "the ABI has stop": escrowAbi.some(({ name }) => name === "stop"),
  "both entries have the same bytecode": deploy.escrowBytecode === escrowBytecode && escrowBytecode.length > 40_000,
  "deployEscrow is exported": typeof deploy.deployEscrow === "function",
  "an unknown chain throws DeploymentUnknownError": unknownChain(),
}
console.log(JSON.stringify({ figures: figuresOf({ ...sdk, ...offers }), facts }))
