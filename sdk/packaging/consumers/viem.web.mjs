// A page on viem.
import * as sdk from "@gpuflow/escrow"
import { rentalActions } from "@gpuflow/escrow/actions"
import * as offers from "@gpuflow/escrow/offer"
import { createPublicClient, http } from "viem"
import { polygon } from "viem/chains"

import { figuresOf } from "./figures.mjs"

const client = createPublicClient({ chain: polygon, transport: http() })
const facts = { "a client can be extended": "getState" in client.extend(rentalActions()).rental }
globalThis.report(JSON.stringify({ figures: figuresOf({ ...sdk, ...offers }), facts }))
