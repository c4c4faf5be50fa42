// An ECMAScript module on ethers.
import { escrowAbi } from "@gpuflow/escrow/abi"
import { escrowBytecode } from "@gpuflow/escrow/bytecode"
import { deployments } from "@gpuflow/escrow/deployments"
import * as sdk from "@gpuflow/escrow/ethers"
import { ContractFactory } from "ethers"

import { figuresOf, isAbsent } from "./figures.mjs"

const facts = {
  "viem is not installed": await isAbsent("viem"),
  "the viem entry cannot be imported without it": await isAbsent("@gpuflow/escrow"),
  "ethers accepts the ABI and the bytecode": new ContractFactory(escrowAbi, escrowBytecode).interface.hasFunction(
    "stop",
  ),
  "deployments are a record": typeof deployments === "object",
}
console.log(JSON.stringify({ figures: figuresOf(sdk), facts }))
