// A CommonJS module on ethers.
const sdk = require("@gpuflow/escrow/ethers")
const { escrowBytecode } = require("@gpuflow/escrow/bytecode")
const { figuresOf } = require("./figures.mjs")

const facts = { "the bytecode is exported": escrowBytecode.length > 40_000 }
console.log(JSON.stringify({ figures: figuresOf(sdk), facts }))
