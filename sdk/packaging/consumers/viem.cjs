// A CommonJS module on viem.
const sdk = require("@gpuflow/escrow")
const { escrowAbi } = require("@gpuflow/escrow/abi")
const { deployEscrow } = require("@gpuflow/escrow/deploy")
const offers = require("@gpuflow/escrow/offer")
const { figuresOf } = require("./figures.mjs")

const facts = {
  "the ABI has stop": escrowAbi.some(({ name }) => name === "stop"),
  "deployEscrow is exported": typeof deployEscrow === "function",
}
console.log(JSON.stringify({ figures: figuresOf({ ...sdk, ...offers }), facts }))
