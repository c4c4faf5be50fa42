// A page on ethers.
import * as sdk from "@gpuflow/escrow/ethers"
import { JsonRpcProvider } from "ethers"

import { figuresOf } from "./figures.mjs"

const provider = new JsonRpcProvider("http://127.0.0.1:8545", 137, { staticNetwork: true })
const facts = { "rentalActions accepts a provider": "getState" in sdk.rentalActions(provider) }
provider.destroy()
globalThis.report(JSON.stringify({ figures: figuresOf(sdk), facts }))
